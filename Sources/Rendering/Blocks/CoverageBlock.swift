import Markup
import Model

/// ```` ```coverage ````: how many KOLs the site has and how fresh they are.
struct CoverageBlock {
  let report: Report
  let wording: Wording

  func html() -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<dl class=\"cards\">\n")
    for (key, count) in counts {
      html.appendLiteral("<div class=\"card\"><dt>")
      html.appendText(wording.labels[key])
      html.appendLiteral("</dt><dd class=\"number\">")
      html.append(integer: count)
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("<div class=\"card\"><dt>")
    html.appendText(wording.labels[.day])
    html.appendLiteral("</dt><dd class=\"number\">")
    html.appendTime(report.asOf)
    html.appendLiteral("</dd></div>\n</dl>\n")
    return HTML(html)
  }

  /// KOLs in all and fresh ones always; the other states only where there are any.
  private var counts: [(Labels.Key, Int)] {
    var notDue = 0
    var stale = 0
    var never = 0
    for kol in report.kols {
      switch kol.freshness {
      case .fresh: break
      case .notDue: notDue += 1
      case .stale: stale += 1
      case .never: never += 1
      }
    }
    let always: [(Labels.Key, Int)] = [
      (.kols, report.kols.count), (.freshToday, report.freshCount),
    ]
    let others: [(Labels.Key, Int)] = [(.notDue, notDue), (.stale, stale), (.neverFetched, never)]
    return always + others.filter { $0.1 > 0 }
  }
}

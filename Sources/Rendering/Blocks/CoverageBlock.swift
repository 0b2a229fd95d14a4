import Markup
import Model

/// ```` ```coverage ````: how fresh the data is and when it should next be, in a sentence, then how many KOLs there
/// are of each state.
struct CoverageBlock {
  let report: Report
  let wording: Wording

  func html() -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<p class=\"lead\">")
    html.appendText(
      wording.labels.text(
        .coverageLead,
        [
          ("fresh", String(report.currentCount)), ("count", String(report.kols.count)),
          ("day", report.newestDay?.description ?? "–"), ("next", report.nextUpdate.description),
        ]))
    html.appendLiteral("</p>\n")
    if others.isEmpty { return HTML(html) }
    html.appendLiteral("<ul class=\"badges\">")
    for (style, key, count) in others {
      html.appendLiteral("<li class=\"badge ")
      html.appendLiteral(style)
      html.appendLiteral("\">")
      html.appendText("\(wording.labels[key]) · \(count)")
      html.appendLiteral("</li>")
    }
    html.appendLiteral("</ul>\n")
    return HTML(html)
  }

  /// The states besides fresh, where there are any.
  private var others: [(StaticString, Labels.Key, Int)] {
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
    let older = report.kols.count { $0.snapshot?.olderDataDay != nil }
    let states: [(StaticString, Labels.Key, Int)] = [
      ("is-bad", .olderDataCount, older),
      ("is-neutral", .notDue, notDue), ("is-bad", .stale, stale), ("is-bad", .neverFetched, never),
    ]
    return states.filter { $0.2 > 0 }
  }
}

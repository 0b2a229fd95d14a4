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
    for (style, key, kols) in others {
      html.appendLiteral("<li class=\"badge ")
      html.appendLiteral(style)
      html.appendLiteral("\">")
      html.appendText("\(wording.labels[key]) · \(kols.count)")
      let days = kols.compactMap(\.olderDay)
      if !days.isEmpty { html.appendText(" · \(wording.text(of: days))") }
      html.appendLiteral("</li>")
    }
    html.appendLiteral("</ul>\n")
    return HTML(html)
  }

  /// The KOLs of the states besides fresh, where there are any.
  private var others: [(StaticString, Labels.Key, [KOLReport])] {
    func kols(_ isMeant: (Freshness) -> Bool) -> [KOLReport] {
      report.kols.filter { isMeant($0.freshness) }
    }
    let states: [(StaticString, Labels.Key, [KOLReport])] = [
      ("is-bad", .olderDataCount, report.kols.filter { $0.snapshot?.olderDataDay != nil }),
      ("is-neutral", .notDue, kols { if case .notDue = $0 { true } else { false } }),
      ("is-bad", .stale, kols { if case .stale = $0 { true } else { false } }),
      ("is-bad", .neverFetched, kols { if case .never = $0 { true } else { false } }),
    ]
    return states.filter { !$0.2.isEmpty }
  }
}

import Markup
import Model
import Templating

/// ```` ```coverage ````: how fresh the data is and when it should next be, in a sentence, then how many KOLs there
/// are of each state.
struct CoverageBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "coverage", summary: "how fresh the data is and when the next update is due")

  private let lead: Phrase
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) {
    lead = Phrase(.coverageLead, ["fresh", "count", "day", "next"], of: wording.labels)
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let report = page.report
    output.html.appendLiteral("<p class=\"lead\">")
    lead.append(to: &output.html) { part, html in
      switch part {
      case 0: html.append(integer: report.currentCount)
      case 1: html.append(integer: report.kols.count)
      case 2: if let day = report.newestDay { html.append(day) } else { html.appendLiteral("–") }
      default: html.append(report.nextUpdate)
      }
    }
    output.html.appendLiteral("</p>\n")
    let others = others(of: report)
    if others.isEmpty { return }
    output.html.appendLiteral("<ul class=\"badges\">")
    for group in others { append(group, to: &output.html) }
    output.html.appendLiteral("</ul>\n")
  }

  private func append(_ group: Group, to html: inout MarkupBuffer) {
    html.appendLiteral("<li class=\"badge ")
    html.appendLiteral(group.style)
    html.appendLiteral("\">")
    html.appendText(wording.labels[group.label])
    html.appendLiteral(" · ")
    html.append(integer: group.count)
    if !group.days.isEmpty {
      html.appendLiteral(" · ")
      html.appendText(wording.text(of: group.days))
    }
    html.appendLiteral("</li>")
  }

  /// KOLs of a state.
  private struct Group {
    let style: StaticString
    let label: Labels.Key
    var count = 0
    /// Of their data, where that is older than the report.
    var days: Set<CalendarDay> = []

    mutating func add(_ kol: RosterRow) {
      count += 1
      if let day = kol.olderDay { days.insert(day) }
    }
  }

  /// The states besides fresh that any KOL has; data that is older than its snapshot is a state of its own.
  private func others(of report: Report) -> [Group] {
    var older = Group(style: "is-bad", label: .olderDataCount)
    var notDue = Group(style: "is-neutral", label: .notDue)
    var stale = Group(style: "is-bad", label: .stale)
    var never = Group(style: "is-bad", label: .neverFetched)
    for kol in report.kols {
      if kol.origin?.olderDataDay != nil { older.add(kol) }
      switch kol.freshness {
      case .fresh: break
      case .notDue: notDue.add(kol)
      case .stale: stale.add(kol)
      case .never: never.add(kol)
      }
    }
    return [older, notDue, stale, never].filter { $0.count > 0 }
  }
}

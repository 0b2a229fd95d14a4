import Markup
import Model

/// A column of a table of KOLs, or a row of a comparison, in the words of a language.
struct ColumnWords: Sendable {
  let column: RosterColumn
  let header: String
  /// Which notes its metric is about; empty where that is not restricted.
  let scope: [String]
  /// Where its numbers come from; nil for words of the roster.
  let source: String?

  init(_ column: RosterColumn, _ wording: Wording) {
    self.column = column
    switch column {
    case .metric(let index):
      let metric = MetricCatalog.builtIn.metrics[index]
      header = metric.label[wording.language]
      scope = wording.scopeParts(metric.scope)
      source = wording.source(of: metric)
    case .trend:
      (header, scope, source) = (wording.labels[.trend], [], wording.labels[.trendSource])
    case .growth(let days):
      header = "\(wording.labels[.change]) · \(wording.days(days))"
      (scope, source) = ([], wording.labels[.growthSource])
    case .groups: (header, scope, source) = (wording.labels[.groups], [], nil)
    case .tier: (header, scope, source) = (wording.labels[.tier], [], nil)
    case .snapshot: (header, scope, source) = (wording.labels[.snapshot], [], nil)
    }
  }
}

/// Under a table of KOLs: where the numbers of its columns come from, and of which day they are.
struct ColumnSources: Sendable {
  private let intro: Phrase
  private let columns: HTML

  init(_ columns: [ColumnWords], _ wording: Wording) {
    intro = Phrase(.sourcesIntro, ["day"], of: wording.labels)
    self.columns = .written { html in
      for column in columns {
        guard let source = column.source else { continue }
        html.appendLiteral(" <span class=\"column\">")
        html.appendText(column.header)
        html.appendLiteral("</span> ")
        if !column.scope.isEmpty { html.appendText("(\(column.scope.joined(separator: " · "))) ") }
        html.appendText(wording.sentence(source))
      }
    }
  }

  func append(asOf day: CalendarDay, to html: inout MarkupBuffer) {
    html.appendLiteral("<p class=\"source\">")
    intro.append(to: &html) { _, html in html.append(day) }
    html.append(columns)
    html.appendLiteral("</p>\n")
  }
}

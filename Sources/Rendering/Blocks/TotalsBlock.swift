import Markup
import Model
import Templating

/// ```` ```totals ````: a metric of all KOLs of the page as one number: counts are added up, of prices and rates the
/// middle one is shown. Each says how many KOLs have a value.
struct TotalsBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "totals",
    summary:
      "counts added up, prices and rates by their median, each with the number of KOLs that have a value",
    options: [BlockOption(name: "metrics", isRequired: true, values: .metrics)])

  private let cards: [Card]
  private let ofKOLs: Phrase
  private let wording: Wording

  private struct Card {
    /// The place in the catalogue.
    let metric: Int
    let unit: Unit
    /// Whether values are added up.
    let isSum: Bool
    let head: HTML
    let source: HTML
  }

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    cards = try options.metrics("metrics").map { place in
      let metric = MetricCatalog.builtIn.metrics[place]
      let isSum = metric.unit == .count
      return Card(
        metric: place, unit: metric.unit, isSum: isSum,
        head: .written { html in
          html.appendLiteral("<div class=\"card\"><dt>")
          html.appendText("\(metric.label[wording.language]) · \(wording.labels[isSum ? .sum : .median])")
          html.appendScope(metric.scope, wording: wording)
          html.appendLiteral("</dt>")
        }, source: .text(wording.source(of: metric)))
    }
    ofKOLs = Phrase(.ofKOLs, ["n", "count"], of: wording.labels)
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    output.html.appendLiteral("<dl class=\"cards\">\n")
    for card in cards { append(card, of: page.report.kols, to: &output.html) }
    output.html.appendLiteral("</dl>\n")
  }

  private func append(_ card: Card, of kols: [RosterRow], to html: inout MarkupBuffer) {
    var values: [Quantity] = []
    var days = FigureDays()
    for kol in kols {
      guard let value = kol.value(ofMetricAt: card.metric) else { continue }
      values.append(value)
      days.add(kol)
    }
    html.append(card.head)
    if let total = card.isSum ? sum(of: values) : Distribution(values: values).median {
      html.appendCardNumber(wording.numbers.text(total, unit: card.unit))
    } else {
      html.appendCardReason(reason(for: values, isSum: card.isSum))
    }
    html.appendLiteral("<dd class=\"source\">")
    ofKOLs.append(to: &html) { part, html in html.append(integer: part == 0 ? values.count : kols.count) }
    html.appendLiteral(" · ")
    if let older = wording.older(days) {
      html.appendText(older)
      html.appendLiteral(" · ")
    }
    html.append(card.source)
    html.appendLiteral("</dd></div>\n")
  }

  /// Nil where there is nothing to add, or the sum is out of range.
  private func sum(of values: [Quantity]) -> Quantity? {
    guard let first = values.first else { return nil }
    var sum = first
    for value in values.dropFirst() {
      guard let next = sum.adding(value) else { return nil }
      sum = next
    }
    return sum
  }

  private func reason(for values: [Quantity], isSum: Bool) -> String {
    if values.isEmpty { return wording.labels[.reasonNobody] }
    return isSum
      ? wording.labels[.reasonUndefined]
      : wording.labels.text(.tooFewPeers, [("count", String(Distribution.fewest))])
  }
}

import Markup
import Model

/// ```` ```totals ````: a metric of all KOLs of the page as one number: counts are added up, of prices and rates the
/// middle one is shown. Each says how many KOLs have a value.
struct TotalsBlock {
  let report: Report
  let wording: Wording

  /// - Parameter metrics: Places in the catalogue.
  func html(metrics: [Int]) -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<dl class=\"cards\">\n")
    for index in metrics {
      let metric = MetricCatalog.builtIn.metrics[index]
      let kols = report.kols(withMetric: index)
      let values = kols.map(\.value)
      let isSum = metric.unit == .count
      html.appendLiteral("<div class=\"card\"><dt>")
      html.appendText("\(metric.label[wording.language]) · \(wording.labels[isSum ? .sum : .median])")
      html.appendScope(metric.scope, wording: wording)
      html.appendLiteral("</dt>")
      if let total = isSum ? sum(of: values) : Distribution(values: values).median {
        html.appendCardNumber(wording.numbers.text(total, unit: metric.unit))
      } else {
        html.appendCardReason(reason(for: values, isSum: isSum))
      }
      html.appendLiteral("<dd class=\"source\">")
      let counted = wording.labels.text(
        .ofKOLs, [("n", String(values.count)), ("count", String(report.kols.count))])
      let parts = [counted, wording.older(FigureDays(of: kols.map(\.kol))), wording.source(of: metric)]
      html.appendText(parts.compactMap { $0 }.joined(separator: " · "))
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("</dl>\n")
    return HTML(html)
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

extension Report {
  /// The KOLs with their newest values of a metric, by its place in the catalogue, in their order; those without one
  /// are left out.
  func kols(withMetric index: Int) -> [(kol: KOLReport, value: Quantity)] {
    kols.compactMap { kol in
      kol.figures.indices.contains(index) ? kol.figures[index].reading.value.map { (kol, $0) } : nil
    }
  }
}

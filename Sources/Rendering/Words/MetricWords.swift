import Markup
import Model

/// A metric in the words of a language, ready for any page.
struct MetricWords: Sendable {
  /// The place in the catalogue, which is also that of the figure.
  let index: Int
  let metric: Metric
  /// Its name, and small behind it which notes it is about.
  let name: HTML
  private let source: Source

  private enum Source {
    /// The field that gave the value follows.
    case platform(HTML)
    case computed(HTML, Inputs)
  }

  /// What a formula is computed from.
  private struct Inputs {
    /// Places in the catalogue, and the units there.
    let dividend: (index: Int, unit: Unit)
    let divisor: (index: Int, unit: Unit)
    /// ` × 1,000`; empty for 1.
    let factor: HTML
    /// What must be said wherever the result stands; empty for nothing.
    let caution: HTML
  }

  /// - Parameter index: A place in the catalogue.
  init(_ index: Int, _ wording: Wording) {
    let catalog = MetricCatalog.builtIn
    let metric = catalog.metrics[index]
    self.index = index
    self.metric = metric
    name = .written { html in
      html.appendText(metric.label[wording.language])
      html.appendScope(metric.scope, wording: wording)
    }
    switch metric.origin {
    case .platform: source = .platform(.text(wording.labels[.platformField]))
    case .platformEstimate: source = .platform(.text(wording.labels[.platformEstimate]))
    case .computed(let formula):
      func input(_ id: String) -> (index: Int, unit: Unit) {
        let index = catalog.index(of: id) ?? 0
        return (index, catalog.metrics[index].unit)
      }
      source = .computed(
        .text("\(wording.labels[.computed]) · \(wording.text(of: formula))"),
        Inputs(
          dividend: input(formula.dividend), divisor: input(formula.divisor),
          factor: .written { html in
            guard formula.factor != 1, let factor = Quantity(formula.factor) else { return }
            html.appendLiteral(" × ")
            html.append(factor, unit: .count)
          },
          caution: .text(formula.caution.map { " · \($0[wording.language])" } ?? "")))
    }
  }

  /// Where a figure's number comes from: the platform's field, or the formula with the numbers that went into it.
  func appendSource(of figure: Figure, among figures: [Figure], to html: inout MarkupBuffer) {
    switch source {
    case .platform(let words):
      html.append(words)
      guard let field = figure.field else { return }
      html.appendLiteral(" ")
      html.appendCode(field)
    case .computed(let words, let inputs):
      html.append(words)
      if figure.reading.value != nil, let dividend = figures[inputs.dividend.index].reading.value,
        let divisor = figures[inputs.divisor.index].reading.value
      {
        html.appendLiteral(" = ")
        html.append(dividend, unit: inputs.dividend.unit)
        html.appendLiteral(" ÷ ")
        html.append(divisor, unit: inputs.divisor.unit)
        html.append(inputs.factor)
      }
      html.append(inputs.caution)
    }
  }
}

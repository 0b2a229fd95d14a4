import Markup
import Model

/// Some metrics in the words of a language, ready for any page.
struct MetricWords: Sendable {
  /// In the order in which they were asked for.
  let rows: [Row]
  private let pieces: MarkupPieces

  /// A metric.
  struct Row: Sendable {
    /// The place in the catalogue, which is also that of the figure.
    let index: Int
    let unit: Unit
    fileprivate let name: MarkupPieces.Piece
    fileprivate let source: Source
  }

  fileprivate enum Source {
    /// The field that gave the value follows.
    case platform(MarkupPieces.Piece)
    case computed(MarkupPieces.Piece, Inputs)
  }

  /// What a formula is computed from.
  fileprivate struct Inputs {
    /// Places in the catalogue, and the units there.
    let dividend: (index: Int, unit: Unit)
    let divisor: (index: Int, unit: Unit)
    /// ` × 1,000`; empty for 1.
    let factor: MarkupPieces.Piece
    /// What must be said wherever the result stands; empty for nothing.
    let caution: MarkupPieces.Piece
  }

  /// - Parameter indices: Places in the catalogue.
  init(_ indices: [Int], _ wording: Wording) {
    var pieces = MarkupPieces()
    rows = indices.map { index in
      let metric = MetricCatalog.builtIn.metrics[index]
      let name = pieces.add { html in
        html.appendText(metric.label[wording.language])
        html.appendScope(metric.scope, wording: wording)
      }
      return Row(
        index: index, unit: metric.unit, name: name, source: Source(metric.origin, wording, in: &pieces))
    }
    self.pieces = pieces
  }

  /// The metric's name, and small behind it which notes it is about.
  func appendName(of row: Row, to html: inout MarkupBuffer) {
    html.append(row.name, of: pieces)
  }

  /// Where a figure's number comes from: the platform's field, or the formula with the numbers that went into it.
  func appendSource(of row: Row, among figures: [Figure], to html: inout MarkupBuffer) {
    switch row.source {
    case .platform(let words):
      html.append(words, of: pieces)
      guard let field = figures[row.index].field else { return }
      html.appendLiteral(" ")
      html.appendCode(field)
    case .computed(let words, let inputs):
      html.append(words, of: pieces)
      if figures[row.index].reading.value != nil,
        let dividend = figures[inputs.dividend.index].reading.value,
        let divisor = figures[inputs.divisor.index].reading.value
      {
        html.appendLiteral(" = ")
        html.append(dividend, unit: inputs.dividend.unit)
        html.appendLiteral(" ÷ ")
        html.append(divisor, unit: inputs.divisor.unit)
        html.append(inputs.factor, of: pieces)
      }
      html.append(inputs.caution, of: pieces)
    }
  }
}

extension MetricWords.Source {
  fileprivate init(_ origin: Metric.Origin, _ wording: Wording, in pieces: inout MarkupPieces) {
    switch origin {
    case .platform: self = .platform(pieces.add(.text(wording.labels[.platformField])))
    case .platformEstimate: self = .platform(pieces.add(.text(wording.labels[.platformEstimate])))
    case .computed(let formula):
      let catalog = MetricCatalog.builtIn
      func input(_ id: String) -> (index: Int, unit: Unit) {
        let index = catalog.index(of: id) ?? 0
        return (index, catalog.metrics[index].unit)
      }
      let words = pieces.add(.text("\(wording.labels[.computed]) · \(wording.text(of: formula))"))
      let factor = pieces.add { html in
        guard formula.factor != 1, let factor = Quantity(formula.factor) else { return }
        html.appendLiteral(" × ")
        html.append(factor, unit: .count)
      }
      let caution = pieces.add(.text(formula.caution.map { " · \($0[wording.language])" } ?? ""))
      self = .computed(
        words,
        MetricWords.Inputs(
          dividend: input(formula.dividend), divisor: input(formula.divisor), factor: factor, caution: caution
        ))
    }
  }
}

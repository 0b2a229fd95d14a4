import Markup
import Model

/// Readings in the words of a language, ready for any page: a number, or a dash with the reason why there is none.
struct ReadingWords: Sendable {
  private let pieces: MarkupPieces
  /// By the numbers of packed readings.
  private let packed: [MarkupPieces.Piece]
  private let missingInputs: [String: MarkupPieces.Piece]
  private let wording: Wording
  private let spelling: Spelling

  init(_ wording: Wording, _ spelling: Spelling = .markup) {
    var pieces = MarkupPieces()
    func missing(_ reading: Reading) -> MarkupPieces.Piece {
      pieces.add(spelling.reason(wording.reason(of: reading) ?? ""))
    }
    packed = (0..<PackedReading.reserved).map { missing(PackedReading(bits: .min + $0).reading) }
    let inputs = MetricCatalog.builtIn.metrics.flatMap { metric in
      if case .computed(let formula) = metric.origin { formula.inputs } else { [String]() }
    }
    missingInputs = Dictionary(
      uniqueKeysWithValues: Set(inputs).map { ($0, missing(.absent(.missingInput($0)))) })
    self.pieces = pieces
    self.wording = wording
    self.spelling = spelling
  }

  func append(_ reading: PackedReading, unit: Unit, to html: inout MarkupBuffer) {
    if let value = reading.value {
      html.append(value, unit: unit)
    } else {
      html.append(packed[Int(reading.bits - .min)], of: pieces)
    }
  }

  func append(_ reading: Reading, unit: Unit, to html: inout MarkupBuffer) {
    if case .value(let quantity) = reading {
      html.append(quantity, unit: unit)
    } else {
      appendReason(of: reading, to: &html)
    }
  }

  /// Why there is no number; nothing where there is one.
  func appendReason(of reading: Reading, to html: inout MarkupBuffer) {
    switch reading {
    case .value: break
    case .absent(.missingInput(let id)):
      if let piece = missingInputs[id] {
        html.append(piece, of: pieces)
      } else {
        html.append(spelling.reason(wording.reason(of: reading) ?? ""))
      }
    case .notSupplied, .failed, .absent: append(PackedReading(reading), unit: .none, to: &html)
    }
  }
}

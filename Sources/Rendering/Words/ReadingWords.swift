import Markup
import Model

/// Readings in the words of a language, ready for any page: a number, or a dash with the reason why there is none.
struct ReadingWords: Sendable {
  private let notSupplied: HTML
  private let failed: HTML
  private let absences: [Reading.Absence: HTML]
  /// By the numbers of packed readings.
  private let packed: [HTML]
  private let wording: Wording
  private let spelling: Spelling

  init(_ wording: Wording, _ spelling: Spelling = .markup) {
    func missing(_ reading: Reading) -> HTML { spelling.reason(wording.reason(of: reading) ?? "") }
    self.wording = wording
    self.spelling = spelling
    notSupplied = missing(.notSupplied)
    failed = missing(.failed)
    let plain: [Reading.Absence] = [
      .null, .notSent, .unreadable, .hidden, .noSnapshot, .undefined, .damaged, .noEarlierSnapshot,
    ]
    let inputs = MetricCatalog.builtIn.metrics.flatMap { metric -> [Reading.Absence] in
      guard case .computed(let formula) = metric.origin else { return [] }
      return formula.inputs.map { .missingInput($0) }
    }
    packed = (0..<PackedReading.reserved).map { missing(PackedReading(bits: .min + $0).reading) }
    absences = Dictionary((plain + inputs).map { ($0, missing(.absent($0))) }) { first, _ in first }
  }

  func append(_ reading: PackedReading, unit: Unit, to html: inout MarkupBuffer) {
    if let value = reading.value {
      html.append(value, unit: unit)
    } else {
      html.append(packed[Int(reading.bits - .min)])
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
    case .notSupplied: html.append(notSupplied)
    case .failed: html.append(failed)
    case .absent(let absence):
      html.append(absences[absence] ?? spelling.reason(wording.reason(of: reading) ?? ""))
    }
  }
}

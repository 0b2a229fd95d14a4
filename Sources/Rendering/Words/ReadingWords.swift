import Markup
import Model

/// Readings in the words of a language, ready for any page: a number, or a dash with the reason why there is none.
struct ReadingWords: Sendable {
  private let notSupplied: HTML
  private let failed: HTML
  private let absences: [Reading.Absence: HTML]
  private let wording: Wording

  init(_ wording: Wording) {
    func missing(_ reading: Reading) -> HTML {
      .written { $0.appendMissing(reason: wording.reason(of: reading) ?? "") }
    }
    self.wording = wording
    notSupplied = missing(.notSupplied)
    failed = missing(.failed)
    let plain: [Reading.Absence] = [
      .null, .notSent, .unreadable, .hidden, .noSnapshot, .undefined, .damaged, .noEarlierSnapshot,
    ]
    let inputs = MetricCatalog.builtIn.metrics.flatMap { metric -> [Reading.Absence] in
      guard case .computed(let formula) = metric.origin else { return [] }
      return formula.inputs.map { .missingInput($0) }
    }
    absences = Dictionary((plain + inputs).map { ($0, missing(.absent($0))) }) { first, _ in first }
  }

  func append(_ reading: Reading, unit: Unit, to html: inout MarkupBuffer) {
    switch reading {
    case .value(let quantity): html.append(quantity, unit: unit)
    case .notSupplied: html.append(notSupplied)
    case .failed: html.append(failed)
    case .absent(let absence):
      if let known = absences[absence] {
        html.append(known)
      } else {
        html.appendMissing(reason: wording.reason(of: reading) ?? "")
      }
    }
  }
}

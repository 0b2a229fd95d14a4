import Model

/// The values that a line is told by: its ends, and how far it went beyond them.
struct LineTurns {
  typealias Value = (day: CalendarDay, value: Quantity)

  /// In the order of the line.
  let all: [Value]
  /// The highest value where it is above the first and the last.
  let peak: Value?
  /// The lowest value where it is below the first and the last.
  let trough: Value?

  /// - Parameter values: Oldest first.
  init(_ values: [Value]) {
    let ends = values.count > 1 ? [values.first, values.last] : [values.first]
    func beyondTheEnds(_ value: Value?, _ isBeyond: (Quantity, Quantity) -> Bool) -> Value? {
      value.flatMap { value in
        ends.allSatisfy { end in end.map { isBeyond(value.value, $0.value) } ?? false } ? value : nil
      }
    }
    peak = beyondTheEnds(values.max { $0.value < $1.value }, >)
    trough = beyondTheEnds(values.min { $0.value < $1.value }, <)
    all = (ends + [peak, trough]).compactMap { $0 }.sorted { $0.day < $1.day }
  }
}

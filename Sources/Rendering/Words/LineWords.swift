import Markup
import Model

/// What a line of one metric shows, in the words of a language: from where to where, and how far it went beyond both on
/// the way.
struct LineWords: Sendable {
  private let unit: Unit
  private let name: HTML
  private let empty: Phrase
  private let one: Phrase
  private let flat: Phrase
  private let same: Phrase
  private let plain: Phrase
  private let change: Phrase
  private let up: HTML
  private let down: HTML
  private let highest: Phrase
  private let lowest: Phrase
  private let oneDay: Phrase
  private let days: Phrase
  /// Between two sentences.
  private let separator: HTML

  init(_ metric: Metric, _ wording: Wording) {
    let labels = wording.labels
    let ends = ["metric", "from", "to", "first", "last", "days"]
    unit = metric.unit
    name = .text(metric.label[wording.language])
    empty = Phrase(.lineDescriptionEmpty, ["metric"], of: labels)
    one = Phrase(.lineDescriptionOne, ends, of: labels)
    flat = Phrase(.lineDescriptionFlat, ends, of: labels)
    same = Phrase(.lineDescriptionSame, ends, of: labels)
    plain = Phrase(.lineDescription, ends, of: labels)
    change = Phrase(.lineDescriptionChange, ends + ["direction", "relative"], of: labels)
    up = .text(labels[.up])
    down = .text(labels[.down])
    highest = Phrase(.lineHighest, ["value", "day"], of: labels)
    lowest = Phrase(.lineLowest, ["value", "day"], of: labels)
    oneDay = Phrase(.dayCountOne, ["n"], of: labels)
    days = Phrase(.dayCount, ["n"], of: labels)
    separator = .text(wording.language == .zh ? "" : " ")
  }

  func html(of line: SeriesWindow) -> HTML {
    let turns = LineTurns(line.values)
    return .written { html in
      appendCourse(of: line, to: &html)
      for (extreme, phrase) in [(turns.peak, highest), (turns.trough, lowest)] {
        guard let extreme else { continue }
        html.append(separator)
        phrase.append(to: &html) { part, html in
          if part == 0 {
            html.append(extreme.value, unit: unit)
          } else {
            html.append(line.series.dataDay(of: extreme.day))
          }
        }
      }
    }
  }

  /// The line from its first value to its last.
  private func appendCourse(of line: SeriesWindow, to html: inout MarkupBuffer) {
    guard let first = line.values.first, let last = line.values.last else {
      empty.append(to: &html) { _, html in html.append(name) }
      return
    }
    let (firstData, lastData) = (line.series.dataDay(of: first.day), line.series.dataDay(of: last.day))
    // Older data may come after newer: then the days are those of the answers.
    let (from, to) = lastData < firstData ? (first.day, last.day) : (firstData, lastData)
    let (phrase, change) = course(of: line, from: from, to: to)
    phrase.append(to: &html) { part, html in
      switch part {
      case 0: html.append(name)
      case 1: html.append(from)
      case 2: html.append(to)
      case 3: html.append(first.value, unit: unit)
      case 4: html.append(last.value, unit: unit)
      case 5:
        let count = to.days(since: from)
        (count == 1 ? oneDay : days).append(to: &html) { _, html in html.append(integer: count) }
      case 6: html.append(last.value > first.value ? up : down)
      default: if let change { html.append(percentOf: change.magnitude, decimals: 1) }
      }
    }
  }

  /// The sentence, and the change that it tells, where it tells one.
  private func course(
    of line: SeriesWindow, from: CalendarDay, to: CalendarDay
  ) -> (phrase: Phrase, change: Quantity?) {
    guard let first = line.values.first?.value, let last = line.values.last?.value else {
      return (empty, nil)
    }
    if line.values.allSatisfy({ $0.value == first }) {
      // Snapshots of the same data have one value of one day.
      let isOne = line.values.allSatisfy { line.series.dataDay(of: $0.day) == from }
      return (isOne ? one : flat, nil)
    }
    guard first != last else { return (same, nil) }
    guard from < to, let relative = last.subtracting(first)?.divided(by: first) else { return (plain, nil) }
    return (change, relative)
  }
}

import Markup
import Model

/// What the tables of KOLs and the data of their scripts say of a KOL, in the words of a language, ready for any row.
struct RosterWords: Sendable {
  private let spelling: Spelling
  private let readings: ReadingWords
  private let tooShort: HTML
  private let olderData: Phrase
  private let oneDay: Phrase
  private let days: Phrase
  /// By ``Model/Tier/place``.
  private let tiers: [HTML]
  /// By the raw values of ``StateBadge``, without the day.
  private let states: [HTML]

  init(_ wording: Wording, _ spelling: Spelling) {
    let labels = wording.labels
    self.spelling = spelling
    readings = ReadingWords(wording, spelling)
    tooShort = spelling.reason(labels[.tooShort])
    olderData = Phrase(.olderData, ["day"], of: labels, spelling)
    oneDay = Phrase(.dayCountOne, ["n"], of: labels, spelling)
    days = Phrase(.dayCount, ["n"], of: labels, spelling)
    tiers = Tier.allCases.map { spelling.text(wording.text(of: $0)) }
    states = StateBadge.allCases.map { state in spelling.text(state.label.map { labels[$0] } ?? "") }
  }

  /// What a cell says but for its detail; a reason where it has no value.
  func append(_ cell: RosterColumn.Cell, to output: inout MarkupBuffer) {
    switch cell {
    case .number(let value, let unit): output.append(value, unit: unit)
    case .growth(let change):
      // From nothing there is no percentage, but there is a change.
      if let relative = change.relative {
        output.append(signedPercent: relative)
      } else {
        output.append(signed: change.absolute, unit: .count)
      }
    case .tier(let tier): output.append(tiers[tier.place])
    case .day(let day, _): output.append(day)
    case .texts(let texts):
      for (index, text) in texts.enumerated() {
        if index > 0 { output.appendLiteral(", ") }
        spelling.append(text, &output)
      }
    case .missing(let reason): append(reason, to: &output)
    }
  }

  /// How long it took a value to grow, or how old it is.
  func appendDetail(of cell: RosterColumn.Cell, to output: inout MarkupBuffer) {
    switch cell {
    case .growth(let change): appendDays(change.days, to: &output)
    case .day(_, let older?): appendOlderData(of: older, to: &output)
    case .number, .tier, .day, .texts, .missing: break
    }
  }

  /// A value with its detail in one text.
  func appendWithDetail(_ cell: RosterColumn.Cell, to output: inout MarkupBuffer) {
    append(cell, to: &output)
    guard cell.hasDetail else { return }
    output.appendLiteral(" · ")
    appendDetail(of: cell, to: &output)
  }

  /// The state of a KOL in a word or two, with the day of its data.
  func append(_ badge: (state: StateBadge, day: CalendarDay?), to output: inout MarkupBuffer) {
    output.append(states[badge.state.rawValue])
    guard let day = badge.day else { return }
    if badge.state.label != nil { output.appendLiteral(" · ") }
    appendOlderData(of: day, to: &output)
  }

  /// `30 days`.
  func appendDays(_ count: Int, to output: inout MarkupBuffer) {
    (count == 1 ? oneDay : days).append(to: &output) { _, output in output.append(integer: count) }
  }

  private func append(_ reason: RosterColumn.Reason, to output: inout MarkupBuffer) {
    switch reason {
    case .reading(let reading): readings.appendReason(of: reading, to: &output)
    case .tooShort: output.append(tooShort)
    case .olderData(let day):
      output.append(spelling.reasonStart)
      appendOlderData(of: day, to: &output)
      output.append(spelling.reasonEnd)
    }
  }

  private func appendOlderData(of day: CalendarDay, to output: inout MarkupBuffer) {
    olderData.append(to: &output) { _, output in output.append(day) }
  }
}

extension ReportedKOL {
  /// Its state where a list should mention it; nil for one that is fresh.
  var rosterBadge: (state: StateBadge, day: CalendarDay?)? {
    let badge = StateBadge.of(self)
    return badge.0 == .fresh ? nil : badge
  }
}

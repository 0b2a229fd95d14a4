import Model

/// How the days of older data are said.
extension Wording {
  /// The state of a KOL where a list should mention it; nil for one that is fresh.
  func rosterBadge(of kol: KOLReport) -> (style: String, text: String)? {
    kol.freshness == .fresh && kol.olderDay == nil ? nil : badge(of: kol)
  }

  /// The state of a KOL in a word or two and the day of its data, with the class that colours it.
  func badge(of kol: KOLReport) -> (style: String, text: String) {
    let day = olderData(of: kol)
    func withDay(_ key: Labels.Key) -> String {
      [labels[key], day].compactMap { $0 }.joined(separator: " · ")
    }
    switch kol.freshness {
    case .never: return ("is-bad", labels[.neverFetched])
    case .stale: return ("is-bad", withDay(.stale))
    case .fresh: return day.map { ("is-neutral", $0) } ?? ("is-good", labels[.fresh])
    case .notDue:
      if let day, kol.snapshot?.olderDataDay != nil { return ("is-neutral", day) }
      return ("is-neutral", withDay(.notDue))
    }
  }

  func olderData(of day: CalendarDay) -> String { labels.text(.olderData, [("day", day.description)]) }

  /// The day of a KOL's figures; nil where it is that of the report.
  func olderData(of kol: KOLReport) -> String? { kol.olderDay.map(olderData) }

  /// A value in a list or a chart, with its day where that is not the report's.
  func dated(_ value: String, of kol: KOLReport) -> String {
    olderData(of: kol).map { "\(value) · \($0)" } ?? value
  }

  /// How many of some figures are of days before the report's, and of which; nil where none is.
  func older(_ days: FigureDays) -> String? {
    guard days.olderCount > 0 else { return nil }
    return labels.text(
      .olderAmong,
      [("n", String(days.olderCount)), ("count", String(days.count)), ("days", text(of: days.older.keys))])
  }

  /// The same as a sentence that follows another one; nothing where none is older.
  func olderSentence(_ days: FigureDays) -> String { older(days).map { " " + sentence($0) } ?? "" }

  func sentence(_ text: String) -> String { text + (language == .zh ? "。" : ".") }

  /// A few days one by one, and of many the first and the last.
  func text(of days: some Sequence<CalendarDay>) -> String {
    let named = 3
    let days = Set(days).sorted()
    guard days.count > named, let first = days.first, let last = days.last else {
      return days.map(\.description).joined(separator: language == .zh ? "、" : ", ")
    }
    return labels.text(.daysBetween, [("from", first.description), ("to", last.description)])
  }
}

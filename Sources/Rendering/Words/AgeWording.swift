import Model

/// How the days of older data are said.
extension Wording {
  /// The state of a KOL in a word or two and the day of its data, with the class that colours it.
  func badge(of kol: some ReportedKOL) -> (style: String, text: String) {
    let (state, day) = StateBadge.of(kol)
    let texts = [state.label.map { labels[$0] }, day.map(olderData)].compactMap { $0 }
    return (state.style, texts.joined(separator: " · "))
  }

  func olderData(of day: CalendarDay) -> String { labels.text(.olderData, [("day", day.description)]) }

  /// The day of a KOL's figures; nil where it is that of the report.
  func olderData(of kol: some ReportedKOL) -> String? { kol.olderDay.map(olderData) }

  /// A value in a list or a chart, with its day where that is not the report's.
  func dated(_ value: String, of kol: some ReportedKOL) -> String {
    olderData(of: kol).map { "\(value) · \($0)" } ?? value
  }

  /// How many of some figures are of days before the report's, and of which; nil where none is.
  func older(_ days: FigureDays) -> String? {
    guard days.olderCount > 0 else { return nil }
    return labels.text(
      .olderAmong,
      [
        ("n", String(days.olderCount)), ("count", String(days.count)),
        ("days", text(of: days.older.map(\.day))),
      ])
  }

  /// The same as a sentence that follows another one; nothing where none is older.
  func olderSentence(_ days: FigureDays) -> String { older(days).map { " " + sentence($0) } ?? "" }

  func sentence(_ text: String) -> String { text + (language == .zh ? "。" : ".") }

  /// The most days that are named one by one.
  static let namedDays = 3

  /// A few days one by one, and of many the first and the last.
  func text(of days: some Sequence<CalendarDay>) -> String {
    let days = Set(days).sorted()
    guard days.count > Self.namedDays, let first = days.first, let last = days.last else {
      return days.map(\.description).joined(separator: language == .zh ? "、" : ", ")
    }
    return labels.text(.daysBetween, [("from", first.description), ("to", last.description)])
  }
}

/// The state of a KOL, as its badge says it.
enum StateBadge: Int, CaseIterable {
  case fresh
  /// Asked for as often as the roster wants it, but the data themselves are older.
  case older
  case notDue
  case stale
  case never

  /// With the day of the data where the badge says it.
  static func of(_ kol: some ReportedKOL) -> (StateBadge, CalendarDay?) {
    let day = kol.olderDay
    switch kol.freshness {
    case .never: return (.never, nil)
    case .stale: return (.stale, day)
    case .fresh: return day == nil ? (.fresh, nil) : (.older, day)
    case .notDue: return day != nil && kol.origin?.olderDataDay != nil ? (.older, day) : (.notDue, day)
    }
  }

  /// The class that colours it.
  var style: String {
    switch self {
    case .fresh: "is-good"
    case .older, .notDue: "is-neutral"
    case .stale, .never: "is-bad"
    }
  }

  /// Nil where the day says everything.
  var label: Labels.Key? {
    switch self {
    case .fresh: .fresh
    case .older: nil
    case .notDue: .notDue
    case .stale: .stale
    case .never: .neverFetched
    }
  }
}

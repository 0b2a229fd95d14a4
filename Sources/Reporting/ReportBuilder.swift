public import Model

/// Turns histories into a ``Report``: pure, without a clock, a file or a locale.
///
///     Snapshot ──► figures (platform readings, then formulas over them)
///     History  ──► series ──► growths
///     both     ──► freshness
public struct ReportBuilder: Sendable {
  public let asOf: CalendarDay

  public init(asOf: CalendarDay) {
    self.asOf = asOf
  }

  /// Builds the report.
  /// - Parameter histories: One for each KOL of the roster, up to the as-of day; a KOL without one
  ///   counts as never fetched.
  public func report(
    roster: Roster, histories: [History], title: String, timeZone: String
  ) -> Report {
    let byID = Dictionary(
      histories.map { ($0.kolID, $0) }, uniquingKeysWith: { first, _ in first })
    return Report(
      title: title, asOf: asOf, timeZone: timeZone,
      kols: roster.entries.map { entry in
        kolReport(
          for: entry, history: byID[entry.id] ?? History(kolID: entry.id, days: [], latest: nil))
      })
  }

  func kolReport(for entry: RosterEntry, history: History) -> KOLReport {
    let series = allSeries(of: history)
    return KOLReport(
      entry: entry,
      name: displayName(of: entry, snapshot: history.latest),
      freshness: freshness(of: entry, history: history),
      snapshot: history.latest,
      figures: figures(of: history.latest),
      series: series,
      growths: series.flatMap { series in
        Growth.windows.map { growth(of: series, over: $0) }
      })
  }

  private func displayName(of entry: RosterEntry, snapshot: Snapshot?) -> String {
    for name in [entry.name, snapshot?.profile["name"].text] {
      if let name, name.unicodeScalars.contains(where: isVisible) { return name }
    }
    return entry.id.text
  }

  private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .surrogate, .lineSeparator, .paragraphSeparator,
      .spaceSeparator, .nonspacingMark, .enclosingMark:
      false
    default: !scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}

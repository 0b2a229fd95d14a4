public import Model

/// Turns histories into what a ``Report`` says of each KOL: pure, without a clock, a file or a locale.
///
///     Snapshot ──► figures (platform readings, then formulas over them)
///     History  ──► series ──► growths
///     both     ──► freshness
public struct ReportBuilder: Sendable {
  public let asOf: CalendarDay
  private let tiers: TierBounds

  public init(asOf: CalendarDay, tiers: TierBounds = .standard) {
    self.asOf = asOf
    self.tiers = tiers
  }

  /// Builds what the report says of one KOL.
  /// - Parameter history: Up to the as-of day.
  public func kolReport(for entry: RosterEntry, history: History) -> KOLReport {
    let series = allSeries(of: history)
    let figures = figures(of: history.latest)
    let followers = figures.first { $0.metric.id == "followers" }?.reading.value
    return KOLReport(
      entry: entry,
      name: displayName(of: entry, snapshot: history.latest),
      freshness: freshness(of: entry, history: history),
      tier: followers.map(tiers.tier),
      snapshot: history.latest,
      figures: figures,
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

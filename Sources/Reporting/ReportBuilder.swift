public import Model

/// Turns histories into what a ``Report`` says of each KOL: pure, without a clock, a file or a locale.
///
///     Snapshot ──► figures (platform readings, then formulas over them)
///     History  ──► series ──► growths
///     both     ──► freshness
public struct ReportBuilder: Sendable {
  public let asOf: CalendarDay
  private let tiers: TierBounds
  /// What is said of everyone who has no snapshot, kept once: a roster may name any number of them.
  let noFigures: [Figure]
  private let noSeries: [Series]
  private let noGrowths: [Growth]

  public init(asOf: CalendarDay, tiers: TierBounds = .standard) {
    self.asOf = asOf
    self.tiers = tiers
    noFigures = Self.figures(of: nil)
    noSeries = History.chartedMetrics.map { Series(metric: $0, firstDay: asOf, readings: []) }
    noGrowths = noSeries.flatMap { series in
      Growth.windows.map { Growth(metric: series.metric, window: $0, outcome: .tooShort) }
    }
  }

  /// Builds what the report says of one KOL.
  /// - Parameter history: Up to the as-of day.
  public func kolReport(for entry: RosterEntry, history: History) -> KOLReport {
    let isEmpty = history.days.isEmpty && history.latest == nil
    let series = isEmpty ? noSeries : allSeries(of: history)
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
      growths: isEmpty
        ? noGrowths
        : series.flatMap { series in
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

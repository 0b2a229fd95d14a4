public import Model

/// Turns histories into what a ``Report`` says of each KOL: pure, without a clock, a file or a locale.
///
///     Snapshot ──► figures (platform readings, then formulas over them)
///     History  ──► series ──► growths
///     both     ──► freshness
///
/// Of everyone it makes the rows of a ``RosterTable``, from which follows what is said of several KOLs; of one KOL, when
/// its page is made, a ``KOLReport``.
public struct ReportBuilder: Sendable {
  public let asOf: CalendarDay
  let tiers: TierBounds
  /// What is said of everyone who has no snapshot, kept once: a roster may name any number of them.
  let noFigures: [Figure]
  private let noSeries: [Series]
  private let noGrowths: [Growth]
  let noReadings: [Reading]

  public init(asOf: CalendarDay, tiers: TierBounds = .standard) {
    self.asOf = asOf
    self.tiers = tiers
    noFigures = Self.figures(of: nil)
    noReadings = noFigures.map(\.reading)
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
    let head = head(of: entry, history, followers: Self.followers.flatMap { figures[$0].reading.value })
    return KOLReport(
      entry: entry, name: head.name, freshness: head.freshness, tier: head.tier, snapshot: history.latest,
      figures: figures, series: series,
      growths: isEmpty
        ? noGrowths
        : series.flatMap { series in
          Growth.windows.map { growth(of: series, over: $0) }
        })
  }

  /// Where the followers are in the catalogue.
  static let followers = MetricCatalog.builtIn.index(of: "followers")

  /// What a row and a report of a KOL have in common.
  struct Head: ReportedKOL {
    let entry: RosterEntry
    let name: String
    let freshness: Freshness
    let tier: Tier?
    let origin: Snapshot.Origin?
  }

  func head(of entry: RosterEntry, _ history: History, followers: Quantity?) -> Head {
    Head(
      entry: entry, name: displayName(of: entry, snapshot: history.latest),
      freshness: freshness(of: entry, history: history), tier: followers.map(tiers.tier),
      origin: history.latest?.origin)
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

public import Model

extension ReportBuilder {
  /// The keys of the fields of a snapshot that a row is made of.
  public static let rowFields: [String] = MetricCatalog.builtIn.fieldKeys
    .union(["name", "contentTags", AvatarSource.field]).sorted()

  /// Adds what pages about everyone say of a KOL.
  /// - Parameters:
  ///   - history: Up to the as-of day.
  ///   - avatar: The picture of its newest snapshot.
  ///   - lines: Those of the table.
  public func append(
    _ entry: RosterEntry, history: History, avatar: Avatar?, to columns: inout RosterTable.Columns,
    lines: RosterLines
  ) {
    let readings = history.latest == nil ? noReadings : figures(of: history.latest).map(\.reading)
    let head = head(of: entry, history, followers: Self.followers.flatMap { readings[$0].value })
    if history.days.isEmpty, history.latest == nil { return columns.append(unknown: head) }
    columns.append(
      head, readings: readings,
      categories: history.latest?.profile.contentCategories.map(\.name) ?? [], avatar: avatar,
      movements: movements(of: head) { series(of: history, metricAt: $0) },
      series: lines.metrics.map { metric in
        series(of: history, metricAt: metric).suffix(lines.days[metric] ?? .max)
      })
  }

  /// - Parameter series: Of a charted metric by its place.
  func movements(of kol: some ReportedKOL, _ series: (Int) -> Series) -> Movements {
    guard let place = History.followersPlace else { return .none }
    let followers = series(place)
    let growths = Growth.windows.map { growth(of: followers, over: $0).outcome }
    return Movements(
      followers: growths, tiers: growths.map { tierChange(of: kol, followers, $0) },
      prices: Self.prices.flatMap { priceChanges(in: series($0)) })
  }

  /// From the tier that the growth is measured from to that of today, on the day of the last step.
  private func tierChange(
    of kol: some ReportedKOL, _ followers: Series, _ growth: Growth.Outcome
  ) -> TierChange? {
    guard case .change(let change) = growth, kol.isCurrent(change) else { return nil }
    let (from, to) = (tiers.tier(followers: change.from), tiers.tier(followers: change.to))
    guard from != to else { return nil }
    let known = followers.points.filter { $0.reading.value != nil && $0.day <= change.toDay }
    let before = known.last { point in point.reading.value.map(tiers.tier) != to }
    let day = known.first { $0.day > before?.day ?? change.fromDay }?.day ?? change.toDay
    return TierChange(from: from, to: to, day: followers.dataDay(of: day))
  }

  /// The places of the quotes among the charted metrics.
  private static let prices = History.chartedMetrics.indices.filter {
    History.chartedMetrics[$0].group == .pricing
  }

  private func priceChanges(in series: Series) -> [PriceChange] {
    let longest = Growth.windows.max() ?? 0
    return series.priceEvents.map { event in
      PriceChange(
        metricID: event.metric.id, day: series.dataDay(of: event.day), from: event.from, to: event.to)
    }
    .filter { asOf.days(since: $0.day) < longest }
  }
}

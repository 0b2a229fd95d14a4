import Model

@testable import Reporting

/// The rows of KOLs whose reports are at hand.
func rows(_ kols: [KOLReport], asOf: CalendarDay, lines: RosterLines = .all) -> [RosterRow] {
  let builder = ReportBuilder(asOf: asOf)
  var columns = RosterTable.Columns()
  for kol in kols {
    let movements = kol.series.isEmpty ? .none : builder.movements(of: kol) { kol.series[$0] }
    let followers = kol.growths.filter { $0.metric.id == "followers" }.map(\.outcome)
    columns.append(
      kol, readings: kol.figures.map(\.reading),
      categories: kol.snapshot?.profile.contentCategories.map(\.name) ?? [], avatar: kol.avatar,
      movements: Movements(
        followers: followers.isEmpty ? movements.followers : followers, tiers: movements.tiers,
        prices: movements.prices),
      series: lines.metrics.map { metric in
        (kol.series.indices.contains(metric) ? kol.series[metric] : empty(metric)).suffix(
          lines.days[metric] ?? .max)
      })
  }
  return RosterTable(columns, lines: lines).rows
}

private func empty(_ metric: Int) -> Series {
  Series(metric: History.chartedMetrics[metric], firstDay: CalendarDay(daysSinceEpoch: 0), readings: [])
}

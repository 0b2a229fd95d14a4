import Model

extension ReportBuilder {
  /// Ten years: a day far from the archive must not cost more than a chart can show.
  static let longestSeries = 3_650

  /// Builds a series for each charted metric: every calendar day from the first entry to the as-of day,
  /// at most the last ``longestSeries``.
  func allSeries(of history: History) -> [Series] {
    let days = seriesDays(of: history)
    return History.chartedMetrics.indices.map { series(of: history, metricAt: $0, days) }
  }

  /// The same of one metric, by its place among ``History/chartedMetrics``.
  func series(of history: History, metricAt metric: Int) -> Series {
    series(of: history, metricAt: metric, seriesDays(of: history))
  }

  /// The first day of the series, how many days they have, and the days of their data.
  private typealias SeriesDays = (start: CalendarDay, length: Int, dataDays: [CalendarDay])

  private func seriesDays(of history: History) -> SeriesDays {
    guard let first = history.days.first, first <= asOf else { return (asOf, 0, []) }
    let length = min(asOf.days(since: first) + 1, Self.longestSeries)
    let start = asOf.advanced(by: 1 - length)
    return (start, length, Series.dataDays(count: length, from: start, history.allOlderDays))
  }

  private func series(of history: History, metricAt metric: Int, _ days: SeriesDays) -> Series {
    let width = History.chartedMetrics.count
    var readings = [PackedReading](repeating: .noSnapshot, count: days.length)
    for (index, day) in history.days.enumerated() {
      let place = day.days(since: days.start)
      guard readings.indices.contains(place) else { continue }
      readings[place] =
        switch history.outcomes[index] {
        case .snapshot: history.readings[index * width + metric]
        case .failed: .failed
        case .damaged: .damaged
        }
    }
    return Series(
      metric: History.chartedMetrics[metric], firstDay: days.start, readings: readings,
      dataDays: days.dataDays)
  }

  /// Compares the newest value with the one nearest to `window` days before it, by the days of their data.
  ///
  /// The two must lie at least half the window and at most one and a half apart. Of two equally near ones the older counts.
  func growth(of series: Series, over window: Int) -> Growth {
    guard let last = series.readings.lastIndex(where: { $0.value != nil }),
      let newest = series.readings[last].value
    else { return Growth(metric: series.metric, window: window, outcome: .tooShort) }
    let apart = ((window + 1) / 2)...(window * 3 / 2)
    // Where data are older than their snapshots, those of any two snapshots may be so far apart.
    let steps = series.hasOlderDays ? 0...last : apart.clamped(to: 0...max(0, last))
    var base: (index: Int, value: Quantity, days: Int)?
    for step in steps where step > 0 {
      guard let value = series.readings[last - step].value else { continue }
      let days = series.dataDay(at: last).days(since: series.dataDay(at: last - step))
      guard apart.contains(days) else { continue }
      // Later ones are older, so of equal distances the older one stays.
      if let base, abs(base.days - window) < abs(days - window) { continue }
      base = (last - step, value, days)
    }
    let change = base.flatMap { base in
      Growth.Change(
        from: base.value, to: newest, fromDay: series.firstDay.advanced(by: base.index),
        toDay: series.firstDay.advanced(by: last), fromDataDay: series.dataDay(at: base.index),
        toDataDay: series.dataDay(at: last))
    }
    return Growth(
      metric: series.metric, window: window, outcome: change.map { .change($0) } ?? .tooShort)
  }
}

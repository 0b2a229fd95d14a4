import Model

extension ReportBuilder {
  /// Ten years: a day far from the archive must not cost more than a chart can show.
  static let longestSeries = 3_650

  /// Builds a series for each charted metric: every calendar day from the first entry to the as-of day,
  /// at most the last ``longestSeries``.
  func allSeries(of history: History) -> [Series] {
    guard let first = history.days.first, first <= asOf else {
      return History.chartedMetrics.map { Series(metric: $0, firstDay: asOf, readings: []) }
    }
    let length = min(asOf.days(since: first) + 1, Self.longestSeries)
    let start = asOf.advanced(by: 1 - length)
    let width = History.chartedMetrics.count
    var columns = [[PackedReading]](repeating: .init(repeating: .noSnapshot, count: length), count: width)
    for (index, day) in history.days.enumerated() where (start...asOf).contains(day) {
      let place = day.days(since: start)
      for metric in 0..<width {
        columns[metric][place] =
          switch history.outcomes[index] {
          case .snapshot: history.readings[index * width + metric]
          case .failed: .failed
          case .damaged: .damaged
          }
      }
    }
    let dataDays = Series.dataDays(count: length, from: start, history.allOlderDays)
    return zip(History.chartedMetrics, columns).map { metric, readings in
      Series(metric: metric, firstDay: start, readings: readings, dataDays: dataDays)
    }
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
    guard let base, let absolute = newest.subtracting(base.value) else {
      return Growth(metric: series.metric, window: window, outcome: .tooShort)
    }
    return Growth(
      metric: series.metric, window: window,
      outcome: .change(
        .init(
          from: base.value, to: newest, fromDay: series.firstDay.advanced(by: base.index),
          toDay: series.firstDay.advanced(by: last),
          absolute: absolute, relative: absolute.divided(by: base.value),
          fromDataDay: series.dataDay(at: base.index),
          toDataDay: series.dataDay(at: last))))
  }
}

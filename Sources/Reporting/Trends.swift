import Model

extension ReportBuilder {
  /// Ten years: a day far from the archive must not cost more than a chart can show.
  static let longestSeries = 3_650

  /// Builds a series for each charted metric: every calendar day from the first entry to the as-of day,
  /// at most the last ``longestSeries``.
  func allSeries(of history: History) -> [Series] {
    guard let first = history.days.first?.day, first <= asOf else {
      return History.chartedMetrics.map { Series(metric: $0, points: []) }
    }
    let byDay = Dictionary(
      history.days.map { ($0.day, $0.content) }, uniquingKeysWith: { _, last in last })
    let length = min(asOf.days(since: first), Self.longestSeries - 1)
    let days = (0...length).map { asOf.advanced(by: $0 - length) }
    return History.chartedMetrics.enumerated().map { index, metric in
      Series(
        metric: metric,
        points: days.map { day in
          switch byDay[day] {
          case .readings(let readings):
            Series.Point(
              day: day,
              reading: readings.indices.contains(index) ? readings[index] : .absent(.notSent))
          case .failed: Series.Point(day: day, reading: .failed)
          case nil: Series.Point(day: day, reading: .absent(.noSnapshot))
          }
        })
    }
  }

  /// Compares the newest value with the one nearest to `window` days before it.
  ///
  /// The two must lie at least half the window and at most one and a half apart. Of two equally near ones the older counts.
  func growth(of series: Series, over window: Int) -> Growth {
    let values = series.points.compactMap { point in
      point.reading.value.map { (day: point.day, value: $0) }
    }
    guard let newest = values.last else {
      return Growth(metric: series.metric, window: window, outcome: .tooShort)
    }
    let target = newest.day.advanced(by: -window)
    let candidates = values.dropLast().filter {
      (window...window * 3).contains(newest.day.days(since: $0.day) * 2)
    }
    // The first of equal distances is the older one, because values run from old to new.
    let base = candidates.min {
      abs($0.day.days(since: target)) < abs($1.day.days(since: target))
    }
    guard let base, let absolute = newest.value.subtracting(base.value) else {
      return Growth(metric: series.metric, window: window, outcome: .tooShort)
    }
    return Growth(
      metric: series.metric, window: window,
      outcome: .change(
        .init(
          from: base.value, to: newest.value, fromDay: base.day, toDay: newest.day,
          absolute: absolute, relative: absolute.divided(by: base.value))))
  }
}

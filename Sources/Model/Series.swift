/// A metric over time: one point for every calendar day from the first snapshot to the as-of day.
public struct Series: Sendable, Hashable {
  public let metric: Metric
  /// The day of the first reading; each of the others is of the day after the one before it.
  public let firstDay: CalendarDay
  /// A day without a snapshot has a reading without a value.
  public let readings: [PackedReading]
  /// The day of the data of each reading; empty where none is older than its day.
  let dataDays: [CalendarDay]

  /// - Parameter olderDays: The day of the data of each day whose data are older than it.
  public init(
    metric: Metric, firstDay: CalendarDay, readings: [PackedReading],
    olderDays: [CalendarDay: CalendarDay] = [:]
  ) {
    self.init(
      metric: metric, firstDay: firstDay, readings: readings,
      dataDays: Self.dataDays(count: readings.count, from: firstDay, olderDays))
  }

  /// - Parameter dataDays: As ``dataDays(count:from:_:)`` gives them: series of the same days share them.
  public init(
    metric: Metric, firstDay: CalendarDay, readings: [PackedReading], dataDays: [CalendarDay]
  ) {
    self.metric = metric
    self.firstDay = firstDay
    self.readings = readings
    self.dataDays = dataDays.count == readings.count ? dataDays : []
  }

  /// The day of the data of each of so many days; none where none is older than its day.
  public static func dataDays(
    count: Int, from firstDay: CalendarDay, _ olderDays: [CalendarDay: CalendarDay]
  ) -> [CalendarDay] {
    if olderDays.isEmpty { return [] }
    return (0..<count).map { index in
      let day = firstDay.advanced(by: index)
      return olderDays[day] ?? day
    }
  }

  /// Whether the data of any day are older than it.
  public var hasOlderDays: Bool { !dataDays.isEmpty }

  /// The day that a reading is of, by its index.
  public func dataDay(at index: Int) -> CalendarDay {
    dataDays.isEmpty ? firstDay.advanced(by: index) : dataDays[index]
  }

  /// The day that the reading of a day is of.
  public func dataDay(of day: CalendarDay) -> CalendarDay {
    let index = day.days(since: firstDay)
    return dataDays.indices.contains(index) ? dataDays[index] : day
  }

  /// The same where it is before the day; nil otherwise.
  public func olderDay(of day: CalendarDay) -> CalendarDay? {
    let dataDay = dataDay(of: day)
    return dataDay == day ? nil : dataDay
  }

  /// The last days of it, up to its end.
  /// - Parameter count: How many there are at most.
  public func suffix(_ count: Int) -> Series {
    guard readings.count > count else { return self }
    return Series(
      metric: metric, firstDay: firstDay.advanced(by: readings.count - count),
      readings: Array(readings.suffix(count)), dataDays: Array(dataDays.suffix(count)))
  }

  /// The days with their readings, oldest first.
  public var points: some RandomAccessCollection<Point> {
    readings.indices.lazy.map { index in
      Point(day: firstDay.advanced(by: index), reading: readings[index].reading)
    }
  }

  public struct Point: Sendable, Hashable {
    public let day: CalendarDay
    public let reading: Reading

    public init(day: CalendarDay, reading: Reading) {
      self.day = day
      self.reading = reading
    }
  }
}

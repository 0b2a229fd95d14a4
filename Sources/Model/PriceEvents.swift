/// A day on which a KOL's quote changed.
public struct PriceEvent: Sendable, Hashable {
  public let metric: Metric
  public let day: CalendarDay
  /// Nil where there was no quote before: the KOL has listed.
  public let from: Quantity?
  public let to: Quantity
}

extension KOLReport {
  /// The changes of a quote over time, oldest first. A quote that is gone for a while and comes back the same has not
  /// changed; the first quote of all is a listing only where an earlier snapshot had none.
  public func priceEvents(of metricID: String) -> [PriceEvent] {
    guard let series = series(metricID) else { return [] }
    var events: [PriceEvent] = []
    var last: Quantity?
    var wasUnlisted = false
    for point in series.points {
      switch point.reading {
      case .value(let value):
        if let last, last != value {
          events.append(PriceEvent(metric: series.metric, day: point.day, from: last, to: value))
        } else if last == nil, wasUnlisted {
          events.append(PriceEvent(metric: series.metric, day: point.day, from: nil, to: value))
        }
        last = value
      case .notSupplied, .absent(.null), .absent(.hidden): wasUnlisted = true
      case .absent, .failed: break
      }
    }
    return events
  }
}

/// A day on which a KOL's quote changed.
public struct PriceEvent: Sendable, Hashable {
  public let metric: Metric
  public let day: CalendarDay
  /// Nil where there was no quote before: the KOL has listed.
  public let from: Quantity?
  public let to: Quantity
}

extension Series {
  /// The changes of the quote that the series is of, oldest first. A quote that is gone for a while and comes back the
  /// same has not changed; the first quote of all is a listing only where an earlier snapshot had none.
  public var priceEvents: [PriceEvent] {
    var events: [PriceEvent] = []
    var last: Quantity?
    var wasUnlisted = false
    for (index, packed) in readings.enumerated() {
      if let value = packed.value {
        if last.map({ $0 != value }) ?? wasUnlisted {
          events.append(
            PriceEvent(metric: metric, day: firstDay.advanced(by: index), from: last, to: value))
        }
        last = value
      } else if last == nil, !wasUnlisted {
        // What is missing later on is no news.
        switch packed.reading {
        case .notSupplied, .absent(.null), .absent(.hidden): wasUnlisted = true
        case .value, .absent, .failed: break
        }
      }
    }
    return events
  }
}

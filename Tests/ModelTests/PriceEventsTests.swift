import Model
import Testing

/// When a KOL's quote changed, as far as its snapshots tell.
struct PriceEventsTests {
  private let firstDay = CalendarDay(daysSinceEpoch: 20_000)

  /// - Returns: Each change with its day, counted from the first.
  private func events(_ readings: [Reading]) throws -> [String] {
    let series = Series(
      metric: try #require(MetricCatalog.builtIn.metric("picturePrice")), firstDay: firstDay,
      readings: readings.map(PackedReading.init))
    return series.priceEvents.map { event in
      "\(event.day.days(since: firstDay)): \(event.from?.description ?? "–") → \(event.to)"
    }
  }

  private func value(_ amount: Int64) -> Reading { .value(Quantity(millionths: amount * Quantity.scale)) }

  @Test func aChangeIsOneWhateverIsMissingBetween() throws {
    #expect(try events([value(5), value(5), value(7), value(5)]) == ["2: 5 → 7", "3: 7 → 5"])
    #expect(try events([value(5), .failed, .absent(.hidden), value(5)]).isEmpty)
    #expect(try events([value(5), .absent(.noSnapshot), .notSupplied, value(6)]) == ["3: 5 → 6"])
  }

  @Test func theFirstQuoteIsAListingOnlyWhereASnapshotHadNone() throws {
    for absence in [Reading.notSupplied, .absent(.null), .absent(.hidden)] {
      #expect(try events([absence, value(5)]) == ["1: – → 5"])
    }
    for unknown in [Reading.failed, .absent(.noSnapshot), .absent(.damaged), .absent(.notSent)] {
      #expect(try events([unknown, value(5)]).isEmpty)
    }
    #expect(try events([]).isEmpty)
  }
}

public import Model

extension ReportBuilder {
  /// Gathers the values of every peer group, metric by metric; a KOL without a value is in no distribution.
  ///
  /// What is compared is the newest value of each KOL, however old: a page says how old each is.
  public func peerStatistics(of kols: [RosterRow]) -> PeerStatistics {
    var places: [PeerGroup: Int] = [:]
    var members: [PeerGroup: FigureDays] = [:]
    /// For each KOL the places of its groups.
    var groups: [[Int32]] = []
    groups.reserveCapacity(kols.count)
    let olderDays = kols.map(\.olderDay)
    for (kol, olderDay) in zip(kols, olderDays) {
      // A group that is written twice holds its KOL once.
      groups.append(
        Set(kol.peerGroups).map { group in
          if kol.origin != nil { members[group, default: FigureDays()].add(olderDay: olderDay) }
          if let place = places[group] { return Int32(place) }
          places[group] = places.count
          return Int32(places.count - 1)
        })
    }
    // A metric at a time, so that no more than one has its values unsorted.
    var distributions = [[Distribution]](repeating: [], count: places.count)
    for metric in MetricCatalog.builtIn.metrics.indices {
      var values = [[Quantity]](repeating: [], count: places.count)
      var days = [FigureDays](repeating: FigureDays(), count: places.count)
      for (index, kol) in kols.enumerated() {
        guard let value = kol.value(ofMetricAt: metric) else { continue }
        for place in groups[index] {
          values[Int(place)].append(value)
          days[Int(place)].add(olderDay: olderDays[index])
        }
      }
      for place in values.indices {
        distributions[place].append(Distribution(values: values[place], days: days[place]))
      }
    }
    return PeerStatistics(groups: places.mapValues { distributions[$0] }, members: members)
  }
}

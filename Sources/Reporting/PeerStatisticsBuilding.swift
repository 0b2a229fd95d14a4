public import Model

extension ReportBuilder {
  /// Gathers the values of every peer group, metric by metric; a KOL without a value is in no distribution.
  ///
  /// What is compared is the newest value of each KOL, however old: a page says how old each is.
  public func peerStatistics(of kols: [RosterRow]) -> PeerStatistics {
    var places: [PeerGroup: Int] = [:]
    var values: [[[Quantity]]] = []
    var days: [[FigureDays]] = []
    var members: [PeerGroup: FigureDays] = [:]
    let none = [[Quantity]](repeating: [], count: MetricCatalog.builtIn.metrics.count)
    for kol in kols {
      let olderDay = kol.olderDay
      // A group that is written twice holds its KOL once.
      for group in Set(kol.peerGroups) {
        let place = places[group] ?? values.count
        if place == values.count {
          places[group] = place
          values.append(none)
          days.append(none.map { _ in FigureDays() })
        }
        if kol.origin != nil { members[group, default: FigureDays()].add(olderDay: olderDay) }
        for index in none.indices {
          guard let value = kol.value(ofMetricAt: index) else { continue }
          values[place][index].append(value)
          days[place][index].add(olderDay: olderDay)
        }
      }
    }
    return PeerStatistics(
      groups: places.mapValues { place in
        zip(values[place], days[place]).map { Distribution(values: $0, days: $1) }
      }, members: members)
  }
}

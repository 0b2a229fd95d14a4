public import Model

extension ReportBuilder {
  /// Adds up what a basket costs and reaches. Nothing is taken for zero: a KOL without a quote or a median of what is
  /// booked is in no sum that needs it, and each sum says how many KOLs are in it.
  public func report(of basket: Basket, kols: [RosterRow]) -> BasketReport {
    let lines = kols.compactMap { kol -> Draft? in
      guard kol.entry.isIn(group: basket.group) else { return nil }
      let placements = basket.exceptions[kol.entry.id] ?? basket.placements
      return placements.pictures + placements.videos > 0 ? Draft(kol, placements) : nil
    }
    // What is left without a line follows from the totals, so a long basket is read once.
    let both = lines.filter { $0.cost.value != nil && $0.interactions.value != nil }
    let cost = added(both.compactMap(\.cost.value)).value
    let interactions = added(both.compactMap(\.interactions.value)).value
    return BasketReport(
      basket: basket,
      lines: lines.map { line in
        let own = (line.cost.value, line.interactions.value)
        guard case (let ownCost?, let ownInteractions?) = own else {
          return line.line(
            cpeWithout: .init(value: quotient(cost, interactions), count: both.count))
        }
        return line.line(
          cpeWithout: .init(
            value: quotient(cost?.subtracting(ownCost), interactions?.subtracting(ownInteractions)),
            count: both.count - 1))
      }, total: sum(of: lines))
  }

  /// Nil where there is nothing to divide, or nothing to divide by.
  private func quotient(_ cost: Quantity?, _ interactions: Quantity?) -> Quantity? {
    guard let cost, let interactions else { return nil }
    return cost.divided(by: interactions)
  }

  private func sum(of lines: [Draft]) -> BasketReport.Sum {
    BasketReport.Sum(
      cost: added(lines.compactMap(\.cost.value)), reads: added(lines.compactMap(\.reads.value)),
      interactions: added(lines.compactMap(\.interactions.value)),
      cpm: blend(lines.map { ($0.cost.value, $0.exposure.value) }, times: 1_000),
      cpe: blend(lines.map { ($0.cost.value, $0.interactions.value) }),
      costPerRead: blend(lines.map { ($0.cost.value, $0.reads.value) }))
  }

  /// Nil where there is nothing to add, or the sum is out of range.
  private func added(_ values: [Quantity]) -> BasketReport.Amount {
    var sum: Quantity? = values.isEmpty ? nil : Quantity(millionths: 0)
    for value in values { sum = sum?.adding(value) }
    return BasketReport.Amount(value: sum, count: values.count)
  }

  /// The cost of all with both amounts over the other amount of all of them.
  private func blend(
    _ pairs: [(cost: Quantity?, other: Quantity?)], times factor: Int64 = 1
  ) -> BasketReport.Amount {
    let both = pairs.compactMap { pair in
      if let cost = pair.cost, let other = pair.other { (cost: cost, other: other) } else { nil }
    }
    let (cost, other) = (added(both.map(\.cost)).value, added(both.map(\.other)).value)
    guard let cost, let other else { return BasketReport.Amount(value: nil, count: both.count) }
    return BasketReport.Amount(value: cost.divided(by: other, times: factor), count: both.count)
  }
}

/// A line before it knows what the basket would be without it.
private struct Draft {
  let kol: RosterRow
  let placements: Basket.Placements
  let cost: Reading
  let reads: Reading
  let interactions: Reading
  let exposure: Reading

  init(_ kol: RosterRow, _ placements: Basket.Placements) {
    self.kol = kol
    self.placements = placements
    func booked(_ picture: String, _ video: String) -> Reading {
      Draft.sum([(placements.pictures, picture), (placements.videos, video)], of: kol)
    }
    cost = booked("picturePrice", "videoPrice")
    reads = booked("clickMidNum", "videoClickMidNum")
    interactions = booked("mEngagementNum", "videoInterMidNum")
    exposure = booked("accumCommonImpMedinNum30d", "accumVideoCommonImpMedinNum30d")
  }

  /// A metric that is not booked does not matter; one that is and has no value is named.
  private static func sum(_ parts: [(times: Int, metric: String)], of kol: RosterRow) -> Reading {
    var sum = Quantity(millionths: 0)
    for part in parts where part.times > 0 {
      guard let value = kol.reading(of: part.metric)?.value else {
        return .absent(.missingInput(part.metric))
      }
      guard let times = value.multiplied(by: Int64(part.times)), let next = sum.adding(times) else {
        return .absent(.undefined)
      }
      sum = next
    }
    return .value(sum)
  }

  func line(cpeWithout: BasketReport.Amount) -> BasketReport.Line {
    BasketReport.Line(
      kol: kol, placements: placements, cost: cost, reads: reads, interactions: interactions,
      exposure: exposure, cpeWithout: cpeWithout)
  }
}

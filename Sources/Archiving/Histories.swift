public import Model

extension Archive {
  /// Reads what the archive holds of some KOLs up to a day, one history for each id and in their order.
  ///
  /// Memory grows with the number of KOLs times days by the charted readings alone; so a large roster is
  /// read in batches. The journal is not part of it. Damage anywhere in the period is an error: data that
  /// cannot be read never looks like data that was never fetched.
  /// - Parameters:
  ///   - last: The last day to read.
  ///   - endpoints: Whose replies count; of several replies for one KOL and day the latest does.
  ///   - width: How many days are read at once; the result does not depend on it.
  public func histories(
    of ids: [KOLID], upTo last: CalendarDay, endpoints: Set<Endpoint> = Set(Endpoint.profiles),
    width: Int = 2
  ) async throws(ArchiveError) -> [History] {
    var gathered = GatheredDays(ids: Set(ids))
    let days = ids.isEmpty ? [] : try days(upTo: last)
    let names = Set(endpoints.map(\.name))
    // Newest first: a KOL whose newest profile is known needs only readings from the days before.
    await withTaskGroup(of: DayResult.self) { group in
      var rest = days.reversed()[...]
      func start(_ group: inout TaskGroup<DayResult>, wanting wholeProfiles: Set<KOLID>) {
        guard let day = rest.popFirst() else { return }
        let request = DayRequest(
          day: day, ids: Set(ids), wholeProfiles: wholeProfiles, endpoints: names)
        group.addTask { DayResult(day: day, readings: self.result(of: request)) }
      }
      for _ in 0..<max(1, width) { start(&group, wanting: gathered.withoutProfile) }
      while let result = await group.next() {
        gathered.add(result)
        // Of several damaged days the newest is reported: every day after it has been started by then.
        if gathered.failure == nil { start(&group, wanting: gathered.withoutProfile) }
      }
    }
    if let failure = gathered.failure { throw failure.error }
    return ids.map { gathered.history(of: $0) }
  }

  private func result(of request: DayRequest) -> Result<DayReadings, ArchiveError> {
    Result { () throws(ArchiveError) in try readings(request) }
  }
}

private struct DayResult: Sendable {
  let day: CalendarDay
  let readings: Result<DayReadings, ArchiveError>
}

/// The days read so far; the same whatever the order in which they came.
private struct GatheredDays {
  private var entries: [KOLID: [History.Entry]] = [:]
  private var latest: [KOLID: Snapshot] = [:]
  private(set) var withoutProfile: Set<KOLID>
  private(set) var failure: (day: CalendarDay, error: ArchiveError)?

  init(ids: Set<KOLID>) {
    withoutProfile = ids
  }

  mutating func add(_ result: DayResult) {
    switch result.readings {
    case .success(let readings):
      for (id, content) in readings.entries {
        entries[id, default: []].append(History.Entry(day: readings.day, content: content))
      }
      for (id, snapshot) in readings.snapshots {
        withoutProfile.remove(id)
        if let other = latest[id], other.day > snapshot.day { continue }
        latest[id] = snapshot
      }
    case .failure(let error):
      if let failure, failure.day > result.day { return }
      failure = (result.day, error)
    }
  }

  func history(of id: KOLID) -> History {
    History(
      kolID: id, days: (entries[id] ?? []).sorted { $0.day < $1.day }, latest: latest[id])
  }
}

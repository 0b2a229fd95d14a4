import Files
public import Model

extension Archive {
  /// Decides which days would be pruned; changes nothing.
  ///
  /// Whatever the policy: pinned days stay, days with replies that are not sealed, and the day of each KOL's newest
  /// reply of each endpoint.
  public func prunePlan(_ policy: PrunePolicy) throws(ArchiveError) -> PrunePlan {
    let contents = try contents()
    var reasons = policy.reasons(for: contents.days)
    for (day, reason) in try pins() { reasons[day, default: []].append("pinned: \(reason)") }
    for journal in contents.unsealed { reasons[journal.day, default: []].append("not sealed") }
    var seen: Set<ReplyKey> = []
    var entries: [PrunePlan.Entry] = []
    for day in contents.days.reversed() {
      let replies = try sealedReplies(on: day)
      let last = Set(replies.subtracting(seen).map(\.kolID)).count
      seen.formUnion(replies)
      if last > 0 {
        reasons[day, default: []].append("the last snapshot of \(last) \(last == 1 ? "KOL" : "KOLs")")
      }
      let bytes = try manifests(on: day).reduce(0) { $0 + $1.parts.reduce(0) { $0 + $1.bytes } }
      entries.append(PrunePlan.Entry(day: day, reasons: reasons[day] ?? [], bytes: bytes))
    }
    return PrunePlan(days: entries.reversed())
  }

  /// Removes the replies of the days that a policy does not keep; their manifests stay, so that the chain does.
  ///
  /// A day is first marked as pruned, then emptied: a run that was stopped is completed by the next. Whoever reads the
  /// archive meanwhile is told that it is busy, and so is this.
  /// - Returns: What was done.
  public func prune(_ policy: PrunePolicy) throws(ArchiveError) -> PrunePlan {
    let lock = try lockForTending()
    let reading = try self.lock(readingLockPath)
    defer { withExtendedLifetime((lock, reading)) {} }
    let plan = try prunePlan(policy)
    for day in try dayFolders().days where try exists(prunedPath(of: day)) { try emptyPrunedDay(day) }
    for entry in plan.removed {
      let path = prunedPath(of: entry.day)
      // A run that came to a pruned day later is pruned like any other.
      let before = try exists(path) ? try prunedRecord(of: entry.day).parts : []
      let parts = try manifests(on: entry.day).flatMap(\.parts).map(\.name)
      let record = PrunedRecord(day: entry.day, parts: before + parts)
      try onDisk { () throws(FileError) in
        try writeFileDurably(record.json, to: path, replacing: true, using: operations)
      }
      try emptyPrunedDay(entry.day)
    }
    return plan
  }

  /// Removes what a pruned day still has beside its manifests; of one to which a run came later, what was pruned.
  private func emptyPrunedDay(_ day: CalendarDay) throws(ArchiveError) {
    let folder = dayFolder(of: day)
    try onDisk { () throws(FileError) in try removeTemporaryFiles(in: folder, using: operations) }
    for name in try prunedRecord(of: day).parts where try exists(joinPath(folder, name)) {
      try onDisk { () throws(FileError) in try removeFile(joinPath(folder, name), using: operations) }
    }
    if try isPruned(day) { try removeAside(of: day) }
    try onDisk { () throws(FileError) in
      if let index, try operations.status(joinPath(index, "\(day).columns")) != .missing {
        try removeFile(joinPath(index, "\(day).columns"), using: operations)
      }
      try operations.syncFolder(folder)
    }
  }
}

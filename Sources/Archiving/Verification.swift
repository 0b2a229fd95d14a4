import Files
public import Model

/// What reading the whole archive found: every byte of it, not only what a report needs.
public struct Verification: Sendable, Hashable {
  /// Days with replies, and days whose replies were pruned.
  public var days = 0
  public var prunedDays = 0
  public var parts = 0
  public var replies = 0
  /// Different KOLs with a reply.
  public var kols = 0
  /// The size of the parts.
  public var bytes = 0
  /// The fetches that are not sealed, oldest day first: under way, or killed.
  public var unsealed: [JournalName] = []
  /// Everything that is not as it was written, in the order of the days; empty for a whole archive.
  public var problems: [ArchiveError] = []
  /// What is worth saying though nothing is wrong.
  public var notes: [Diagnostic] = []
  /// The newest day's manifests: who keeps their hashes elsewhere can prove that nothing was changed since, because
  /// each day's manifest has the hashes of the one before. Nil for an archive without days.
  public var head: Manifest.Link?
}

extension Archive {
  /// Reads everything that the archive holds and checks it against what the manifests say.
  ///
  /// Parts by size, SHA-256, number of lines, and each line for itself: its envelope, its id, its reply. Manifests by
  /// the hashes that the days after them hold. Damage is collected, not thrown; nothing is changed.
  /// - Parameter width: How many days are read at once; the result does not depend on it.
  /// - Throws: What keeps the archive as a whole from being read.
  public func verify(width: Int = 2) async throws(ArchiveError) -> Verification {
    let folders = try dayFolders()
    var result = Verification()
    result.notes = folders.strays
    result.problems = folders.links.map { .linkedDay(path: $0.path) }
    var checks: [CalendarDay: DayCheck] = [:]
    await withTaskGroup(of: (CalendarDay, DayCheck).self) { group in
      var rest = folders.days[...]
      func start(_ group: inout TaskGroup<(CalendarDay, DayCheck)>) {
        guard let day = rest.popFirst() else { return }
        group.addTask { (day, DayCheck(of: day, in: self)) }
      }
      for _ in 0..<max(1, width) { start(&group) }
      while let (day, check) = await group.next() {
        checks[day] = check
        start(&group)
      }
    }
    var kols: Set<KOLID> = []
    for day in folders.days {
      guard let check = checks[day] else { continue }
      result.add(check)
      kols.formUnion(check.kols)
      result.problems += brokenLinks(from: check.manifests, checks)
      if !check.manifests.isEmpty {
        result.head = Manifest.Link(day: day, manifests: check.manifests.map(\.file))
      }
    }
    result.kols = kols.count
    try verifyJournals(&result)
    if let last = folders.days.last {
      let avatars = try AvatarStore(of: self, upTo: last)
      result.notes += avatars.warnings + avatars.damage
    }
    return result
  }

  /// Every manifest that a day is linked to must be there as it was then, or list what it was then.
  private func brokenLinks(
    from manifests: [DayCheck.Sealed], _ checks: [CalendarDay: DayCheck]
  ) -> [ArchiveError] {
    var problems: [ArchiveError] = []
    for sealed in manifests {
      guard let link = sealed.manifest.previous else { continue }
      for file in link.manifests {
        let path = joinPath(dayFolder(of: link.day), file.name)
        let found = checks[link.day]?.manifests.first { $0.file.name.utf8.elementsEqual(file.name.utf8) }
        // One that is there and cannot be read is reported already.
        if checks[link.day]?.unreadable.contains(path) == true { continue }
        if let found, found.file.sha256 == file.sha256 || found.manifest.replaces.contains(file.sha256) {
          continue
        }
        if let found, found.withCarriageReturns == file.sha256 {
          problems.append(.damaged(path: sealed.path, .linkToLineEnds(of: path)))
          continue
        }
        problems.append(
          .damaged(path: path, found == nil ? .gone(since: sealed.path) : .link(from: sealed.path)))
      }
    }
    return problems
  }

  private func verifyJournals(_ result: inout Verification) throws(ArchiveError) {
    result.unsealed = try unsealed()
    for path in try unsealedPaths() {
      do throws(ArchiveError) {
        let file = try JournalFile(path, in: self)
        result.notes.append(
          Diagnostic(
            .note, "\(file.lines.count) replies are not sealed yet", at: SourceLocation(file: path),
            hint: "the next fetch seals them, unless one is under way"))
        result.notes += file.warning.map { [$0] } ?? []
      } catch {
        result.problems.append(error)
      }
    }
  }
}

extension Verification {
  fileprivate mutating func add(_ check: DayCheck) {
    if check.isPruned { prunedDays += 1 } else if !check.manifests.isEmpty { days += 1 }
    parts += check.parts
    replies += check.replies
    bytes += check.bytes
    problems += check.problems
    notes += check.notes
  }
}

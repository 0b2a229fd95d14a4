import Files
public import Model

/// What an archive's folder holds, by its names.
public struct ArchiveContents: Sendable, Hashable {
  /// The days with a manifest, oldest first, without the pruned ones.
  public let days: [CalendarDay]
  /// The days whose replies were pruned, oldest first; their manifests stay, so that the chain does.
  public let pruned: [CalendarDay]
  /// The journals that are not sealed, oldest day first: a fetch is under way or was killed.
  public let unsealed: [JournalName]
  /// Names that mean nothing to the archive and are left alone.
  public let warnings: [Diagnostic]
}

/// A fetch that is not sealed yet.
public struct JournalName: Sendable, Hashable {
  public let day: CalendarDay
  /// Nil for the run of the whole roster.
  public let shard: Shard?

  public init(day: CalendarDay, shard: Shard?) {
    self.day = day
    self.shard = shard
  }
}

/// What an archive's folder holds beside the files that are not of a day.
struct DayFolders {
  let days: [CalendarDay]
  let links: [(day: CalendarDay, path: String)]
  let strays: [Diagnostic]

  /// A day that is passed over would look like one on which nobody was fetched.
  func checkLinks(upTo last: CalendarDay?) throws(ArchiveError) {
    guard let link = links.first(where: { link in last.map { link.day <= $0 } ?? true }) else { return }
    throw .linkedDay(path: link.path)
  }
}

extension Archive {
  /// The days with sealed replies or failures, oldest first.
  /// - Parameter last: The last day to look at; nil for all.
  public func days(upTo last: CalendarDay? = nil) throws(ArchiveError) -> [CalendarDay] {
    try contents(upTo: last).days
  }

  /// The newest day that has a folder or a journal, whatever is in it; nil for an empty archive.
  public func newestDay() throws(ArchiveError) -> CalendarDay? {
    let days = [try dayFolders().days.last, try unsealed().last?.day]
    return days.compactMap { $0 }.max()
  }

  /// The folders and the journals of the days after one, oldest first.
  public func places(after day: CalendarDay) throws(ArchiveError) -> [String] {
    try dayFolders().days.filter { $0 > day }.map(dayFolder) + unsealedPaths(after: day)
  }

  /// Lists what the folder holds; an archive without a folder is empty.
  ///
  /// Reads no part. A day with parts and without a manifest is an error, except while its journal is
  /// there: sealing was interrupted, and opening the journal completes it.
  public func contents(upTo last: CalendarDay? = nil) throws(ArchiveError) -> ArchiveContents {
    let folders = try dayFolders()
    try folders.checkLinks(upTo: last)
    var days: [CalendarDay] = []
    var pruned: [CalendarDay] = []
    for day in folders.days {
      if let last, day > last { break }
      if try isPruned(day) {
        pruned.append(day)
      } else if try isSealed(day) {
        days.append(day)
      }
    }
    return ArchiveContents(
      days: days, pruned: pruned, unsealed: try unsealed(upTo: last), warnings: folders.strays)
  }

  /// The days that have a folder, oldest first, those with a link in its place, and a warning for every name that only
  /// looks like a day's.
  func dayFolders() throws(ArchiveError) -> DayFolders {
    var days: [CalendarDay] = []
    var links: [(day: CalendarDay, path: String)] = []
    var strays: [Diagnostic] = []
    for name in try names(in: folder)
    where name.utf8.first != UInt8(ascii: ".") && name != Self.avatarFolderName {
      let path = joinPath(folder, name)
      let status = try self.status(path)
      if let day = Self.day(ofFolder: name), status == .folder {
        days.append(day)
      } else if let day = Self.day(ofFolder: name), status == .symbolicLink {
        links.append((day, path))
      } else if status == .folder || name.utf8.starts(with: "date=".utf8) {
        strays.append(
          Diagnostic(
            .warning, "not a day of the archive: ignored", at: SourceLocation(file: path),
            hint: "days are folders named date=YYYY-MM-DD"))
      }
    }
    return DayFolders(days: days.sorted(), links: links, strays: strays)
  }

  /// The journals of some days, the whole run's before the shards'.
  func unsealed(upTo last: CalendarDay? = nil) throws(ArchiveError) -> [JournalName] {
    // Where earlier versions had them, too: the next to write takes them over.
    var names: [String] = []
    for place in try earlierFolders() + [workFolder] { names += try self.names(in: place) }
    let journals = Set(names.compactMap(JournalName.init)).sorted {
      $0.day == $1.day ? precedes($0.shard, $1.shard) : $0.day < $1.day
    }
    guard let last else { return journals }
    return journals.filter { $0.day <= last }
  }

  /// Whether a day's replies were pruned, or are being pruned, and no run came to it since.
  func isPruned(_ day: CalendarDay) throws(ArchiveError) -> Bool {
    guard try exists(prunedPath(of: day)) else { return false }
    return try unpruned(try runs(on: day), on: day).isEmpty
  }

  /// Of the runs of a day those that count: all, but of a day to which a run came after it was pruned only such runs.
  func counted(_ runs: [RunName], on day: CalendarDay) throws(ArchiveError) -> [RunName] {
    guard try exists(prunedPath(of: day)) else { return runs }
    let unpruned = try unpruned(runs, on: day)
    return unpruned.isEmpty ? runs : unpruned
  }

  /// Of the runs of a pruned day those that have a part which nobody pruned: they were added on another branch, and a
  /// merge brought them.
  private func unpruned(_ runs: [RunName], on day: CalendarDay) throws(ArchiveError) -> [RunName] {
    // A record that cannot be read is damage; verifying tells of it.
    guard let record = try? prunedRecord(of: day) else { return [] }
    let pruned = Set(record.parts.compactMap { PartName($0)?.run })
    let there = Set(try names(in: dayFolder(of: day)).compactMap { PartName($0)?.run })
    return runs.filter { there.contains($0) && !pruned.contains($0) }
  }

  private func isSealed(_ day: CalendarDay) throws(ArchiveError) -> Bool {
    let names = try names(in: dayFolder(of: day))
    let manifests = Set(names.compactMap(ManifestName.init).map(\.run))
    for run in Set(names.compactMap(PartName.init).map(\.run)).subtracting(manifests).sorted() {
      // In this order: another shard may have sealed its journal since the names were listed.
      if try !hasJournal(day, of: run.shard), try !exists(manifestPath(of: day, run)) {
        throw .manifestMissing(path: manifestPath(of: day, run))
      }
    }
    return !manifests.isEmpty
  }

  /// A run's parts that are in a day's folder, listed or not, in the order of their numbers.
  func parts(inFolderOf day: CalendarDay, of run: RunName) throws(ArchiveError) -> [PartName] {
    try names(in: dayFolder(of: day)).compactMap(PartName.init).filter { $0.run == run }.sorted()
  }

  /// The runs that have a manifest or a part on a day, in their order.
  func runsWithFiles(on day: CalendarDay) throws(ArchiveError) -> [RunName] {
    let names = try names(in: dayFolder(of: day))
    return Set(names.compactMap { ManifestName($0)?.run ?? PartName($0)?.run }).sorted()
  }

  /// The runs that have a manifest on a day, in their order.
  func runs(on day: CalendarDay) throws(ArchiveError) -> [RunName] {
    try names(in: dayFolder(of: day)).compactMap(ManifestName.init).map(\.run).sorted()
  }

  /// The names in a folder; none where it does not exist.
  func names(in folder: String) throws(ArchiveError) -> [String] {
    try onDisk { () throws(FileError) in
      if try operations.status(folder) == .missing { return [] }
      return try listFolder(folder, using: operations)
    }
  }
}

import Files
public import Model

/// What an archive's folder holds, by its names.
public struct ArchiveContents: Sendable, Hashable {
  /// The days with a manifest, oldest first.
  public let days: [CalendarDay]
  /// The days whose journal is not sealed, oldest first: a fetch is under way or was killed.
  public let unsealedDays: [CalendarDay]
  /// Names that mean nothing to the archive and are left alone.
  public let warnings: [Diagnostic]
}

extension Archive {
  /// The days with sealed replies or failures, oldest first.
  /// - Parameter last: The last day to look at; nil for all.
  public func days(upTo last: CalendarDay? = nil) throws(ArchiveError) -> [CalendarDay] {
    try contents(upTo: last).days
  }

  /// Lists what the folder holds; an archive without a folder is empty.
  ///
  /// Reads no part. A day with parts and without a manifest is an error, except while its journal is
  /// there: sealing was interrupted, and opening the journal completes it.
  public func contents(upTo last: CalendarDay? = nil) throws(ArchiveError) -> ArchiveContents {
    var days: [CalendarDay] = []
    var warnings: [Diagnostic] = []
    for name in try names(in: folder) where name.utf8.first != UInt8(ascii: ".") {
      let path = joinPath(folder, name)
      let status = try self.status(path)
      guard let day = Self.day(ofFolder: name), status == .folder else {
        if status != .folder && !name.utf8.starts(with: "date=".utf8) { continue }
        warnings.append(
          Diagnostic(
            .warning, "not a day of the archive: ignored", at: SourceLocation(file: path),
            hint: "days are folders named date=YYYY-MM-DD"))
        continue
      }
      if let last, day > last { continue }
      if try isSealed(day) { days.append(day) }
    }
    return ArchiveContents(
      days: days.sorted(), unsealedDays: try unsealedDays(upTo: last), warnings: warnings)
  }

  private func unsealedDays(upTo last: CalendarDay?) throws(ArchiveError) -> [CalendarDay] {
    let days = try names(in: incomingFolder).compactMap(Self.day(ofJournal:)).sorted()
    guard let last else { return days }
    return days.filter { $0 <= last }
  }

  private func isSealed(_ day: CalendarDay) throws(ArchiveError) -> Bool {
    if try exists(manifestPath(of: day)) { return true }
    if try !parts(inFolderOf: day).isEmpty, try !hasJournal(day) {
      throw .manifestMissing(path: dayFolder(of: day))
    }
    return false
  }

  /// The parts that are in a day's folder, listed or not, in the order of their numbers.
  func parts(inFolderOf day: CalendarDay) throws(ArchiveError) -> [PartName] {
    try names(in: dayFolder(of: day)).compactMap(PartName.init).sorted()
  }

  /// The names in a folder; none where it does not exist.
  private func names(in folder: String) throws(ArchiveError) -> [String] {
    try onDisk { () throws(FileError) in
      if try operations.status(folder) == .missing { return [] }
      return try listFolder(folder, using: operations)
    }
  }
}

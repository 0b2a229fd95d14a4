import Files
import Images
public import Model
import Synchronization

/// The pictures that were mirrored: files named after their content, and each day's lines that say whose they are.
///
///     avatars/0f3c….jpg                            as received
///     date=2026-11-23/avatars.jsonl                a line for each picture that was asked for that day
///     date=2026-11-23/avatars-s0003of0016.jsonl    the same of a shard, which has a file of its own
///
/// They lie in the archive's folder, because an archived day can only be rendered again with the pictures it had.
/// What a file holds is checked before it is shown, so a picture that has rotten is as good as none.
public final class AvatarStore: Sendable {
  /// Lines that could not be read; they count as not there.
  public let warnings: [Diagnostic]
  let archive: Archive
  /// What became of each address, the oldest day first.
  private let attempts: [AvatarRecord.Key: [Attempt]]
  /// What was found to be in the files that were asked for.
  private let checked = Mutex<[AvatarFileName: Avatar?]>([:])
  private let accepts: @Sendable ([UInt8]) -> Bool

  private struct Attempt: Sendable {
    let day: CalendarDay
    let outcome: AvatarRecord.Outcome
  }

  /// Reads what the archive says of its pictures; an archive without any is no error.
  /// - Parameters:
  ///   - last: The last day to look at.
  ///   - accepts: Whether a picture of these bytes may be shown; one that may not is as good as none.
  public init(
    of archive: Archive, upTo last: CalendarDay,
    accepts: @escaping @Sendable ([UInt8]) -> Bool = { _ in true }
  ) throws(ArchiveError) {
    self.archive = archive
    self.accepts = accepts
    var attempts: [AvatarRecord.Key: [Attempt]] = [:]
    var warnings: [Diagnostic] = []
    for day in try archive.dayFolders().days where day <= last {
      for shard in try archive.avatarShards(on: day) {
        let file = try archive.avatarRecords(on: day, of: shard)
        for record in file.records {
          attempts[record.key, default: []].append(Attempt(day: day, outcome: record.outcome))
        }
        if let warning = file.warning { warnings.append(warning) }
      }
    }
    self.attempts = attempts
    self.warnings = warnings
  }

  /// The picture that a source gave on a day or before it; nil where there is none, or none that is whole.
  public func avatar(of source: AvatarSource, asOf day: CalendarDay) -> Avatar? {
    for attempt in attempts[AvatarRecord.Key(source)] ?? [] where attempt.day <= day {
      if case .file(let name) = attempt.outcome, let avatar = avatar(in: name) { return avatar }
    }
    return nil
  }

  /// The sources to ask for a picture: those that have none yet and were not asked in vain that day.
  public func due(_ sources: [AvatarSource], on day: CalendarDay) -> [AvatarSource] {
    sources.filter { source in
      for attempt in attempts[AvatarRecord.Key(source)] ?? [] {
        switch attempt.outcome {
        case .failed: if attempt.day == day { return false }
        case .file(let name): if avatar(in: name) != nil { return false }
        }
      }
      return true
    }
  }

  /// Reads a picture.
  public func bytes(of avatar: Avatar) throws(ArchiveError) -> [UInt8] {
    let path = joinPath(archive.avatarFolder, avatar.fileName)
    return try onDisk { () throws(FileError) in
      try readFile(path, limit: AvatarLimits.bytes, using: archive.operations)
    }
  }

  /// A warning for each picture that is not there any more, or not as it was written. No page needs one.
  var damage: [Diagnostic] {
    let names = attempts.values.joined().compactMap { attempt in
      if case .file(let name) = attempt.outcome { name } else { nil }
    }
    return Set(names).filter { avatar(in: $0) == nil }.map(\.description).sorted().map { name in
      Diagnostic(
        .warning, "the picture is missing or not as it was written; pages show initials instead",
        at: SourceLocation(file: joinPath(archive.avatarFolder, name)),
        hint: "restore it from a copy of the archive; the next fetch asks for it again where it can")
    }
  }

  private func avatar(in name: AvatarFileName) -> Avatar? {
    if let known = checked.withLock({ $0[name] }) { return known }
    let path = joinPath(archive.avatarFolder, name.description)
    let bytes = try? readFile(path, limit: AvatarLimits.bytes, using: archive.operations)
    let avatar = bytes.flatMap { accepts($0) ? Self.checked($0, expecting: name) : nil }
    checked.withLock { $0[name] = .some(avatar) }
    return avatar
  }

  /// What some bytes are as a picture; nil where they are not those of the name.
  private static func checked(_ bytes: [UInt8], expecting name: AvatarFileName) -> Avatar? {
    guard let header = ImageHeader(bytes), isShowable(header),
      AvatarFileName(of: bytes, format: header.format.fileExtension) == name
    else { return nil }
    return Avatar(fileName: name.description, width: header.width, height: header.height)
  }

  static func isShowable(_ header: ImageHeader) -> Bool {
    AvatarLimits.side.contains(header.width) && AvatarLimits.side.contains(header.height)
  }
}

extension Archive {
  static let avatarFolderName = "avatars"

  var avatarFolder: String { joinPath(folder, Self.avatarFolderName) }

  func avatarLinesPath(of day: CalendarDay, _ shard: Shard?) -> String {
    joinPath(dayFolder(of: day), Self.avatarLinesName(of: shard))
  }

  private static func avatarLinesName(of shard: Shard?) -> String {
    "avatars\(shard.map { "-\($0.label)" } ?? "").jsonl"
  }

  /// The shards that have lines about pictures on a day, the whole run first.
  fileprivate func avatarShards(on day: CalendarDay) throws(ArchiveError) -> [Shard?] {
    try names(in: dayFolder(of: day)).filter(Self.isAvatarLines).map(Self.shard(ofAvatarLines:))
      .sorted(by: precedes)
  }

  static func isAvatarLines(_ name: String) -> Bool {
    avatarLinesName(of: shard(ofAvatarLines: name)).utf8.elementsEqual(name.utf8)
  }

  /// The shard in a name; nil also for a name without one.
  private static func shard(ofAvatarLines name: String) -> Shard? {
    Shard(label: name.utf8.dropFirst("avatars-".utf8.count).dropLast(".jsonl".utf8.count))
  }

  /// The lines of a shard or of the whole run on a day; none where there is no such file.
  func avatarRecords(
    on day: CalendarDay, of shard: Shard?
  ) throws(ArchiveError) -> (records: [AvatarRecord], warning: Diagnostic?) {
    let path = avatarLinesPath(of: day, shard)
    guard try exists(path) else { return ([], nil) }
    let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    var reader = LineReader()
    var records: [AvatarRecord] = []
    var unreadable = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let record = (try? reader.value(of: Array(line))).flatMap(AvatarRecord.init) {
        records.append(record)
      } else {
        unreadable += 1
      }
    }
    guard unreadable > 0 else { return (records, nil) }
    let warning = Diagnostic(
      .warning, "\(unreadable) lines about pictures cannot be read and are left out",
      at: SourceLocation(file: path),
      hint: "restore the file from a copy of the archive; until then pages show initials instead")
    return (records, warning)
  }
}

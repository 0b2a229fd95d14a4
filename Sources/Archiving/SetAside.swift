import Files
import Markup
public import Model

/// Answers that were paid for and are no profile of the KOL: kept beside a day's parts, never in one.
///
///     date=2026-11-23/aside/<kolId>.<endpoint>.<digest>.json   the answer as received, with what is wrong with it
///
/// They are few, so each is a file of its own, on the disk at once; no manifest lists them. Each is named after its
/// content, so that two runs' answers for one KOL merge in git. A KOL with one counts as asked that day, so that nobody
/// pays for the same answer again.
extension Archive {
  /// Keeps an answer and waits until it is on the disk.
  public func setAside(_ reply: UnusableReply, on day: CalendarDay) throws(ArchiveError) {
    let folder = asideFolder(of: day)
    try refuseLink(folder)
    let json = Self.json(of: reply)
    let name = "\(reply.kolID).\(reply.endpoint.name)\(Self.end(of: json))"
    try onDisk { () throws(FileError) in
      try createFolder(folder, using: operations)
      try operations.syncFolder(dayFolder(of: day))
      try operations.syncFolder(self.folder)
      try writeFileDurably(json, to: joinPath(folder, name), replacing: true, using: operations)
      try operations.syncFolder(folder)
    }
  }

  /// The newest day on which an answer for a KOL was set aside, and nothing else came of asking; a KOL without one in the
  /// period is left out.
  ///
  /// An answer is set aside before the same is asked once more. Where that ended in another way, with an API that was
  /// not there or a run that was stopped, the KOL has not been answered.
  /// - Parameters:
  ///   - last: The last day of the period.
  ///   - maxDays: How many calendar days the period has.
  public func latestAside(
    upTo last: CalendarDay, maxDays: Int
  ) throws(ArchiveError) -> [KOLID: CalendarDay] {
    var found: [KOLID: CalendarDay] = [:]
    // Newest first, so the first day that is found for a KOL stays.
    for age in 0..<max(0, maxDays) {
      let day = last.advanced(by: -age)
      let folder = asideFolder(of: day)
      let names = try onDisk { () throws(FileError) -> [String] in
        guard try operations.status(folder) == .folder else { return [] }
        return try listFolder(folder, using: operations)
      }
      let unanswered = names.isEmpty ? [] : try endedOtherwise(on: day)
      for name in names {
        let id = name.utf8.prefix { $0 != UInt8(ascii: ".") }
        guard name.utf8.suffix(5).elementsEqual(".json".utf8),
          let kolID = KOLID(String(decoding: id, as: UTF8.self)), found[kolID] == nil,
          !unanswered.contains(kolID)
        else { continue }
        found[kolID] = day
      }
    }
    return found
  }

  /// The KOLs whose runs of a day failed, and none for an answer that is no profile.
  private func endedOtherwise(on day: CalendarDay) throws(ArchiveError) -> Set<KOLID> {
    let failures = try manifests(on: day).flatMap(\.failures)
    return Set(failures.map(\.kolID)).subtracting(failures.filter { $0.reason == .unusable }.map(\.kolID))
  }

  /// Removes the answers of a day. Each is named after its content; what is not is somebody's and stays.
  func removeAside(of day: CalendarDay) throws(ArchiveError) {
    let folder = asideFolder(of: day)
    try onDisk { () throws(FileError) in
      guard try operations.status(folder) == .folder else { return }
      let own = OwnNames(in: folder)
      for name in try listFolder(folder, using: operations) {
        let path = joinPath(folder, name)
        guard case .file(0...(1 << 30), _) = try operations.status(path) else { continue }
        let json = withLineFeeds(try readFile(path, using: operations))
        if own.isTemporary(name) || name.utf8.reversed().starts(with: Self.end(of: json).utf8.reversed()) {
          try operations.removeFile(path)
        }
      }
      if try listFolder(folder, using: operations).isEmpty { try operations.removeFolder(folder) }
    }
  }

  /// How the name of an answer ends.
  private static func end(of json: [UInt8]) -> String { ".\(SHA256Digest(of: json).hex.prefix(16)).json" }

  func asideFolder(of day: CalendarDay) -> String { joinPath(dayFolder(of: day), "aside") }

  private static func json(of reply: UnusableReply) -> [UInt8] {
    var text: [UInt8] = []
    text.appendJSON("{\n  \"kolId\": \"\(reply.kolID)\",\n  \"endpoint\": ")
    text.appendJSON(string: reply.endpoint.name)
    text.appendJSON(",\n  \"parameters\": {")
    let parameters = reply.parameters.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, parameter) in parameters.enumerated() {
      if index > 0 { text.appendJSON(", ") }
      text.appendJSON(string: parameter.key)
      text.appendJSON(": ")
      text.appendJSON(string: parameter.value)
    }
    text.appendJSON("},\n  \"fetchedAt\": \"\(reply.fetchedAt)\",\n  \"environment\": ")
    text.appendJSON(string: reply.environment)
    text.appendJSON(",\n  \"attempts\": \(reply.attempts),\n  \"problem\": ")
    text.appendJSON(string: reply.problem)
    text.appendJSON(",\n  \"body\": ")
    text.appendJSON(string: String(decoding: reply.body, as: UTF8.self))
    text.appendJSON("\n}\n")
    return text
  }
}

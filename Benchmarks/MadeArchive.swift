import Archiving
import Files
import Foundation
import Model
import Serving

/// An archive of the sandbox's crowd, made without a server: some days are sealed, and further days get the parts of
/// those by a second name, so that a long history costs little.
struct MadeArchive {
  static let firstDay = CalendarDay(daysSinceEpoch: 20_454)

  let archive: Archive
  let ids: [KOLID]
  private let isFilled: Bool

  /// Names the archive; nothing is made yet.
  /// - Parameter isFilled: Whether replies have every number; those of the crowd have few.
  init(kols: Int, snapshots: String, index: String? = nil, isFilled: Bool = false) {
    archive = Archive(folder: snapshots, index: index)
    ids = Self.ids(kols)
    self.isFilled = isFilled
  }

  /// The first so many of the crowd, in order.
  static func ids(_ kols: Int) -> [KOLID] {
    (0..<UInt32(kols)).compactMap(SandboxKOL.crowdID).sorted()
  }

  static func day(_ offset: Int) -> CalendarDay { firstDay.advanced(by: offset) }

  /// Journals a reply for each KOL, as the sandbox gives it on `source`, without waiting for the disk.
  /// - Returns: The journal's path; opening the day's journal again finds the replies.
  func journal(_ offset: Int, as source: CalendarDay) throws -> String {
    var operations = FileOperations.real
    operations.sync = { _ in }
    let quick = Archive(folder: archive.folder, using: operations)
    let day = Self.day(offset)
    let journal = try quick.openJournal(on: day, timeZone: Self.timeZone)
    for id in ids {
      guard let reply = Sandbox.reply(of: id, on: source) else { continue }
      let body = isFilled ? try FilledReply.of(reply) : reply
      try journal.append(
        Reply(
          kolID: id, endpoint: .profileV2, parameters: [:],
          fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400),
          environment: "sandbox", attempts: 1, body: body))
    }
    journal.close()
    return journal.path
  }

  func openJournal(_ offset: Int) throws -> Journal {
    try archive.openJournal(on: Self.day(offset), timeZone: Self.timeZone)
  }

  /// Seals so many days, the first of the archive, with the sandbox's replies of as many.
  func sealDays(_ count: Int) throws {
    for offset in 0..<count {
      _ = try journal(offset, as: Sandbox.demoDay.advanced(by: offset + 1 - count))
      _ = try openJournal(offset).seal(failures: [])
    }
  }

  /// Gives the parts of the first `sealed` days in turn to all days after them, with manifests of their own.
  /// - Returns: The parts of all days, in the days' order.
  func repeatDays(sealed: Int = 1, upTo days: Int) throws -> [String] {
    var parts: [String] = []
    for offset in 0..<days {
      let folder = self.folder(offset)
      if offset >= sealed { try copyDay(offset % sealed, to: offset) }
      parts += try listFolder(folder).filter { $0.hasPrefix("part-") }.map { "\(folder)/\($0)" }
    }
    return parts
  }

  private func copyDay(_ source: Int, to offset: Int) throws {
    let names = try listFolder(folder(source))
    let parts = names.filter { $0.hasPrefix("part-") }
    guard !parts.isEmpty, let manifestName = names.first(where: { $0.hasPrefix("manifest-") })
    else { throw Failure("a sealed day has no part or no manifest") }
    try createFolder(folder(offset))
    for name in parts {
      try FileOperations.real.link("\(folder(source))/\(name)", "\(folder(offset))/\(name)")
    }
    let manifest = try String(contentsOfFile: "\(folder(source))/\(manifestName)", encoding: .utf8)
      .replacing("\"day\": \"\(Self.day(source))\"", with: "\"day\": \"\(Self.day(offset))\"")
    try createFile(Array(manifest.utf8), at: "\(folder(offset))/\(manifestName)")
  }

  private func folder(_ offset: Int) -> String { "\(archive.folder)/date=\(Self.day(offset))" }

  static let timeZone = "Asia/Shanghai"
}

import Archiving
import Foundation
import Model
import Reporting
import Synchronization

/// The archive, opened once, as a source of reports: of the site's day, and of each earlier day that has a copy.
struct ReportSource {
  private let project: Project
  private let archive: Archive
  private let reader: HistoryReader
  /// The roster in id order, so that each batch reads a slice of its own.
  private let entries: [RosterEntry]
  /// The days before the site's that have a copy, oldest first.
  let copies: [CalendarDay]
  /// Nil where the settings want initials for every KOL.
  let avatars: AvatarStore?
  private let lines: RosterLines

  /// - Parameters:
  ///   - lines: Those that the pages show of several KOLs.
  ///   - isPublishable: Whether a picture of these bytes may be shown.
  init(
    _ project: Project, _ options: RunOptions, asOf day: CalendarDay, lines: RosterLines,
    isPublishable: @escaping @Sendable ([UInt8]) -> Bool
  ) async throws {
    self.project = project
    self.lines = lines
    archive = options.openArchive()
    reader = try await archive.historyReader(
      upTo: day, skippingDamage: options.skipsDamaged, width: ProcessInfo.processInfo.activeProcessorCount)
    avatars =
      project.settings.avatars == .mirror
      ? try AvatarStore(of: archive, upTo: day, accepts: isPublishable) : nil
    entries = project.roster.entries.sorted { $0.id < $1.id }
    let ids = entries.map(\.id)
    let before = reader.days.filter { $0 < day }
    let wanted: [CalendarDay] =
      switch project.settings.archive.sites {
      case .none: []
      case .all: before
      case .monthEnds: Self.monthEnds(of: before, asOf: day)
      case .pins: try Self.pinned(before, in: archive)
      }
    // A day before anyone of the roster had a snapshot is no site.
    let first = try reader.firstDay(of: ids)
    copies = wanted.filter { day in first.map { $0 <= day } ?? false }
  }

  /// What the site says as of a day.
  func day(_ day: CalendarDay) async throws -> ReportedDay {
    let reader = reader.days(upTo: day)
    let builder = ReportBuilder(asOf: day, tiers: project.settings.tiers)
    let story = ArchiveStory(reader: reader, ids: entries.map(\.id), tiers: project.settings.tiers)
    // What the archive says of itself is read beside what it says of the KOLs.
    async let changes = story.changes()
    async let days = story.days(withCopies: Set(copies))
    let kols = try await rows(builder, reader)
    let report = Report(
      title: project.settings.title, asOf: day, timeZone: project.settings.timeZone,
      kols: kols, damagedDays: reader.damagedDays, changes: try await changes,
      archive: try await days, tiers: project.settings.tiers,
      peers: builder.peerStatistics(of: kols),
      baskets: project.settings.baskets.map { builder.report(of: $0, kols: kols) },
      origin: (try? archive.origin()) ?? "")
    return ReportedDay(report: report, entries: entries, reader: reader, builder: builder, avatars: avatars)
  }

  /// A row for each KOL, in the order of the roster.
  private func rows(_ builder: ReportBuilder, _ reader: HistoryReader) async throws -> [RosterRow] {
    let found = Mutex<[KOLID: RosterRow]>([:])
    try await onEveryCore(batches(of: entries.count, atMost: HistoryReader.batchSize)) { batch in
      let batch = entries[batch]
      let ids = batch.map(\.id)
      let latest = try reader.latestSnapshots(of: ids, fields: ReportBuilder.rowFields)
      let histories = try reader.batch(of: ids)
      var columns = RosterTable.Columns()
      for (place, entry) in batch.enumerated() {
        let snapshot = latest[entry.id]
        builder.append(
          entry, history: histories.history(at: place, latest: snapshot),
          avatar: avatars?.avatar(of: entry.id, in: snapshot, asOf: builder.asOf), to: &columns, lines: lines)
      }
      let rows = RosterTable(columns, lines: lines).rows
      found.withLock { found in for row in rows { found[row.id] = row } }
    }
    let rows = found.withLock { $0 }
    return project.roster.entries.compactMap { rows[$0.id] }
  }

  /// Reads a picture of a report.
  func bytes(of avatar: Avatar) throws -> [UInt8] {
    try avatars?.bytes(of: avatar) ?? []
  }

  /// The last day of each month that is over.
  private static func monthEnds(of days: [CalendarDay], asOf today: CalendarDay) -> [CalendarDay] {
    func month(_ day: CalendarDay) -> Int { day.components.year * 12 + day.components.month }
    return zip(days, days.dropFirst() + [today]).filter { month($0.0) != month($0.1) }.map(\.0)
  }

  private static func pinned(_ days: [CalendarDay], in archive: Archive) throws -> [CalendarDay] {
    let pins = try archive.pins()
    return days.filter { pins[$0] != nil }
  }
}

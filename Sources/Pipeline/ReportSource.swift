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

  /// - Parameter isPublishable: Whether a picture of these bytes may be shown.
  init(
    _ project: Project, _ options: RunOptions, asOf day: CalendarDay,
    isPublishable: @escaping @Sendable ([UInt8]) -> Bool
  ) async throws {
    self.project = project
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
  func report(asOf day: CalendarDay) async throws -> Report {
    let reader = reader.days(upTo: day)
    let builder = ReportBuilder(asOf: day, tiers: project.settings.tiers)
    let story = ArchiveStory(reader: reader, ids: entries.map(\.id), tiers: project.settings.tiers)
    // What the archive says of itself is read beside what it says of the KOLs.
    async let changes = story.changes()
    async let days = story.days(withCopies: Set(copies))
    let kols = try await kolReports(builder, reader)
    let inOrder = project.roster.entries.compactMap { kols[$0.id] }
    return Report(
      title: project.settings.title, asOf: day, timeZone: project.settings.timeZone,
      kols: inOrder, damagedDays: reader.damagedDays, changes: try await changes,
      archive: try await days, tiers: project.settings.tiers,
      peers: builder.peerStatistics(of: inOrder),
      baskets: project.settings.baskets.map { builder.report(of: $0, kols: inOrder) },
      origin: (try? archive.origin()) ?? "")
  }

  private func kolReports(
    _ builder: ReportBuilder, _ reader: HistoryReader
  ) async throws -> [KOLID: KOLReport] {
    let latest = try reader.latestSnapshots(of: entries.map(\.id))
    let kols = Mutex<[KOLID: KOLReport]>([:])
    let starts = Array(stride(from: 0, to: entries.count, by: HistoryReader.batchSize))
    try await onEveryCore(starts) { start in
      let batch = entries[start..<min(start + HistoryReader.batchSize, entries.count)]
      let histories = try reader.histories(of: batch.map(\.id), latest: latest)
      let reports = zip(batch, histories).map { entry, history in
        var kol = builder.kolReport(for: entry, history: history)
        kol.avatar = kol.snapshot.flatMap { avatar(of: entry.id, in: $0, asOf: builder.asOf) }
        return kol
      }
      kols.withLock { kols in for kol in reports { kols[kol.entry.id] = kol } }
    }
    return kols.withLock { $0 }
  }

  /// Reads a picture of a report.
  func bytes(of avatar: Avatar) throws -> [UInt8] {
    try avatars?.bytes(of: avatar) ?? []
  }

  /// The picture that a snapshot names, as it was there on a day; nil where initials stand for it.
  private func avatar(of id: KOLID, in snapshot: Snapshot, asOf day: CalendarDay) -> Avatar? {
    guard let avatars, let source = AvatarSource(of: id, in: snapshot.profile) else { return nil }
    return avatars.avatar(of: source, asOf: day)
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

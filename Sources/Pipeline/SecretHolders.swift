import Archiving
import Model

/// Whose archived replies hold the token, where a page would show it: replies are searched before they are archived, so a
/// kolsite that knew fewer spellings wrote these, or they were fetched with another token.
struct SecretHolders {
  let day: CalendarDay
  /// Sorted; at least one.
  let kols: [KOLID]
  /// Whether it is the newest reply of the first of them.
  let isNewest: Bool

  /// Looks where a file of the site has its numbers from; nil where no reply is the cause.
  ///
  /// The page of a KOL shows older replies, too, and a copy of the site those of its day; every other page the newest.
  /// - Parameter path: The file that would show it; nil for none.
  init?(of path: String?, in archive: Archive, _ report: Report, _ holdsSecret: ([UInt8]) -> Bool) {
    let newest = Dictionary(
      report.kols.compactMap { kol in kol.origin.map { (kol.entry.id, $0.day) } },
      uniquingKeysWith: { first, _ in first })
    let parts = (path ?? "").utf8.split(separator: UInt8(ascii: "/")).map {
      String(decoding: $0, as: UTF8.self)
    }
    // A KOL may be called like any other folder.
    func name(behind folder: String) -> String? {
      zip(parts, parts.dropFirst()).first { $0.0.utf8.elementsEqual(folder.utf8) }?.1
    }
    let copy = name(behind: "archive").flatMap { CalendarDay($0) }
    let own = name(behind: "kol").flatMap { KOLID($0) }.flatMap { newest[$0] == nil ? nil : $0 }
    let isOfOlder = copy != nil || own != nil
    let days = isOfOlder ? (try? archive.days(upTo: copy ?? report.asOf)) ?? [] : Set(newest.values).sorted()
    for day in days.reversed() {
      let ids =
        own.map { [$0] } ?? (isOfOlder ? Set(newest.keys) : Set(newest.filter { $0.value == day }.keys))
      guard let kols = try? archive.kols(among: ids, on: day, whoseReply: holdsSecret), let first = kols.first
      else { continue }
      self.day = day
      self.kols = kols
      isNewest = newest[first] == day
      return
    }
    return nil
  }
}

import Fetching
import Model
import Replies

/// What a fetch brought, gathered while it runs; of each KOL it keeps the id alone.
struct FetchTally {
  private(set) var stored = 0
  /// The shape of the replies, and whose they are.
  private(set) var shape = ReplyShape()
  private(set) var kolIDs: Set<KOLID> = []
  /// The KOLs with paid answers that are no profile of theirs; of one there may be two.
  private var kolsAside: Set<KOLID> = []
  var setAside: Int { kolsAside.count }
  /// Replies whose data is of an earlier day than the answer.
  private(set) var older = 0
  /// The first of them.
  private var firstOlder: (id: KOLID, day: CalendarDay)?
  /// By field and what was found in its place: how often, and where first.
  private var unreadable: [FieldWarning: (count: Int, first: KOLID)] = [:]
  /// More different oddities than there are fields are of no use to anyone.
  private static let limit = 500
  /// How many lines of them are told.
  private static let told = 20

  /// Counts a reply that is in the archive.
  mutating func add(_ reply: Reply, _ arrived: ArrivedReply) {
    stored += 1
    for warning in arrived.decoded.warnings where unreadable[warning] != nil || unreadable.count < Self.limit
    {
      unreadable[warning, default: (0, reply.kolID)].count += 1
    }
    kolIDs.insert(reply.kolID)
    shape.add(arrived.kinds)
    guard let recordTime = arrived.decoded.profile.recordTime,
      let day = olderDataDay(recordTime: recordTime, fetchedAt: reply.fetchedAt)
    else { return }
    older += 1
    if firstOlder == nil { firstOlder = (reply.kolID, day) }
  }

  /// Counts an answer that was set aside.
  mutating func addSetAside(of id: KOLID) { kolsAside.insert(id) }

  /// What to tell of the replies when all are there.
  var diagnostics: [Diagnostic] {
    var lines = unreadable.sorted {
      ($0.key.key, $0.key.found) < ($1.key.key, $1.key.found)
    }.map { warning, seen in
      Diagnostic(
        .warning, "\(warning) in \(seen.count) of \(stored) replies (first: KOL \(seen.first))",
        hint: "the replies are kept; the field is shown as unreadable")
    }
    if lines.count > Self.told {
      let rest = lines.count - Self.told
      lines.removeLast(rest)
      lines.append(Diagnostic(.warning, "\(rest) more fields could not be read"))
    }
    if let firstOlder {
      lines.append(
        Diagnostic(
          .note,
          "\(older) of \(stored) replies hold data of an earlier day (first: KOL \(firstOlder.id), "
            + "\(firstOlder.day)); their pages say so"))
    }
    return lines
  }
}

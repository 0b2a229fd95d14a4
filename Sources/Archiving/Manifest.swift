public import Files
import Markup
public import Model

/// What a run brought to a day's folder: its manifest, version 1.
public struct Manifest: Sendable, Hashable {
  /// The format that this kolsite writes; it reads this and every earlier one.
  public static let version = 1

  public let day: CalendarDay
  /// Whose replies and failures it lists.
  public let run: RunName
  /// The IANA time zone whose calendar day this is.
  public let timeZone: String
  /// How many different KOLs have a reply.
  public let kols: Int
  /// In the order of their numbers.
  public let parts: [Part]
  /// KOLs that were asked for and have no reply that day, in id order, none twice.
  public let failures: [FetchFailure]
  /// The archive's day before, as it was when this manifest was first written; nil for the first day.
  public let previous: Link?
  /// What this manifest was before, oldest first; the days after it may have been linked to any of these. A manifest
  /// without a name was written anew by each later run of its day, one with a wrong link is by repairing.
  public let replaces: [SHA256Digest]
  /// What tells the archive from others, in the manifest alone that said so first; see ``Archive/origin()``.
  public let origin: String?

  /// Nil for the run of the whole roster.
  public var shard: Shard? { run.shard }

  /// How many replies the parts hold.
  public var replies: Int { parts.reduce(0) { $0 + $1.lines } }

  public struct Part: Sendable, Hashable {
    public let name: String
    public let sha256: SHA256Digest
    public let bytes: Int
    public let lines: Int

    public init(name: String, sha256: SHA256Digest, bytes: Int, lines: Int) {
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.lines = lines
    }
  }

  /// An earlier day's manifests by the SHA-256 of their bytes: what makes the archive a chain.
  public struct Link: Sendable, Hashable {
    public let day: CalendarDay
    /// In the order of their runs; at least one.
    public let manifests: [File]

    public init(day: CalendarDay, manifests: [File]) {
      self.day = day
      self.manifests = manifests
    }

    public struct File: Sendable, Hashable {
      public let name: String
      public let sha256: SHA256Digest

      public init(name: String, sha256: SHA256Digest) {
        self.name = name
        self.sha256 = sha256
      }
    }
  }

  public init(
    day: CalendarDay, run: RunName, timeZone: String, kols: Int, parts: [Part],
    failures: [FetchFailure], previous: Link?, replaces: [SHA256Digest] = [],
    origin: String? = nil
  ) {
    self.day = day
    self.run = run
    self.timeZone = timeZone
    self.kols = kols
    self.parts = parts
    self.failures = failures
    self.previous = previous
    self.replaces = replaces
    self.origin = origin
  }
}

extension Manifest {
  /// The file: one part and one failure a line, so that a person and a version control can read it.
  var json: [UInt8] {
    var text: [UInt8] = []
    text.appendJSON("{\n  \"formatVersion\": \(Self.version),\n  \"day\": \"\(day)\",\n")
    if let shard { text.appendJSON("  \"shard\": \"\(shard)\",\n") }
    if let digits = run.digits { text.appendJSON("  \"run\": \"\(digits)\",\n") }
    text.appendJSON("  \"timeZone\": ")
    text.appendJSON(string: timeZone)
    text.appendJSON(",\n  \"replies\": \(replies),\n  \"kols\": \(kols),\n")
    text.appendJSON("  \"parts\": \(Self.list(parts.map(\.json))),\n")
    text.appendJSON("  \"failures\": \(Self.list(failures.map(Self.json))),\n  \"previous\": ")
    text.appendJSON(previous?.json ?? "null")
    text.appendJSON(",\n  \"replaces\": \(Self.list(replaces.map { "\"\($0)\"" }))")
    if let origin { text.appendJSON(",\n  \"origin\": \"\(origin)\"") }
    text.appendJSON("\n}\n")
    return text
  }

  private static func list(_ items: [String]) -> String {
    items.isEmpty ? "[]" : "[\n    " + items.joined(separator: ",\n    ") + "\n  ]"
  }

  // Ids and reasons are of letters, digits and hyphens: nothing in them needs escaping.
  private static func json(_ failure: FetchFailure) -> String {
    "{\"kolId\": \"\(failure.kolID)\", \"reason\": \"\(failure.reason.rawValue)\", "
      + "\"attempts\": \(failure.attempts)}"
  }
}

extension Manifest.Part {
  fileprivate var json: String {
    "{\"name\": \"\(name)\", \"sha256\": \"\(sha256)\", \"bytes\": \(bytes), \"lines\": \(lines)}"
  }
}

extension Manifest.Link {
  fileprivate var json: String {
    let files = manifests.map { "{\"name\": \"\($0.name)\", \"sha256\": \"\($0.sha256)\"}" }
    return "{\"day\": \"\(day)\", \"manifests\": [\(files.joined(separator: ", "))]}"
  }
}

public import CommandSupport

/// What a run did, for `--json` and `run.json`; keys are stable.
public struct RunReport: Sendable, Codable {
  public var formatVersion = 1
  public var version: String
  public var command: String
  /// The exit status, as a number.
  public var status: ExitStatus
  /// The day the run was of; nil where it ended before that was known.
  public var asOf: String?
  public var plan: Plan?
  public var fetch: Fetch?
  /// Nil where no picture was due.
  public var avatars: Avatars?
  public var site: Site?
  public var diagnostics: [Message] = []

  public struct Fetch: Sendable, Codable {
    /// KOLs of the roster, and those of them that were due.
    public var roster: Int
    public var due: Int
    /// KOLs whose reply is in the archive now.
    public var stored: Int
    /// Requests sent, those that were answered, and those that count as charged (code 0).
    public var calls: Int
    public var answered: Int
    public var charged: Int
    /// Requests whose answer never came whole or could not be read: paid perhaps.
    public var possiblyCharged: Int
    /// Requests beyond the first of each KOL.
    public var retries: Int
    /// Requests refused for their rate, which cost nothing.
    public var rateLimited: Int
    /// Requests a second that the API let through while it refused others, in tenths; nil where nothing tells.
    public var allowedPerSecond: Double?
    /// Paid answers that were no profile; they lie in the day's folder `aside`.
    public var setAside: Int
    /// The ceiling of the settings; nil for none.
    public var maxCalls: Int?
    /// `3/16`; nil where the whole roster is one run's.
    public var shard: String?
    /// Replies whose data is of an earlier day than the answer.
    public var olderData: Int
    /// How the replies differ in shape from the catalogue of fields and from the last snapshot.
    public var schemaDrift: [Drift] = []
    public var failures: [Failure]
  }

  /// Pictures, which are no calls of the API.
  public struct Avatars: Sendable, Codable {
    /// KOLs whose newest snapshot names a picture that was not there.
    public var due: Int
    public var mirrored: Int
    public var failed: Int
    /// Left to the next run, because this one had no more time for pictures.
    public var left: Int
  }

  public struct Drift: Sendable, Codable {
    public var field: String
    /// `new`, `gone`, `retyped` or `all-null`.
    public var change: String
    /// The JSON types now and in the last snapshot, without null; empty where there are none.
    public var found: String
    public var before: String
  }

  public struct Failure: Sendable, Codable {
    public var id: String
    public var reason: String
    public var attempts: Int
  }

  public struct Site: Sendable, Codable {
    public var folder: String
    public var files: Int
    public var changed: Int
    public var unchanged: Int
    public var removed: Int
    public var carriedOver: Int
    public var fresh: Int
    public var kols: Int
  }

  public struct Message: Sendable, Codable {
    public var severity: String
    public var message: String
    public var location: String?
    public var hint: String?
  }

  /// What the run did, in a line for a person; empty where it did nothing worth a line.
  public var summary: String {
    var parts: [String] = []
    if let fetch, fetch.due > 0 {
      parts.append(
        "\(fetch.stored) of \(fetch.due) KOLs fetched with \(fetch.calls) calls, "
          + "\(fetch.charged) of them charged"
          + (fetch.possiblyCharged > 0 ? " and \(fetch.possiblyCharged) perhaps" : "")
          + (fetch.rateLimited > 0 ? ", \(fetch.rateLimited) refused for their rate" : "")
          + (fetch.maxCalls.map { "; api.maxCalls is \($0)" } ?? ""))
    }
    if let site {
      parts.append(
        "\(site.folder): \(site.files) files, \(site.changed) changed; "
          + "\(site.fresh) of \(site.kols) KOLs fresh as of \(asOf ?? "")")
    }
    return parts.joined(separator: "; ")
  }

  /// The report as JSON with sorted keys and a newline at the end.
  public func json() throws -> [UInt8] { try reportJSON(self) }
}

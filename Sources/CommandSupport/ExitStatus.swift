/// How a command ended, as the process says it; the numbers are stable.
public enum ExitStatus: Int32, Sendable, Hashable, Codable, CaseIterable {
  case success = 0
  case usage = 64
  case invalidInput = 65
  case noSnapshot = 66
  case unavailable = 69
  case bug = 70
  case unpublished = 73
  case archive = 74
  case stale = 75
  case schemaDrift = 76
  case account = 77
  case interrupted = 130

  /// What it means, for a person: the help prints it, and README.md has the same words.
  public var meaning: String {
    switch self {
    case .success: "done, everything fresh"
    case .usage: "bad arguments, or an environment variable that cannot be used"
    case .invalidInput: "a settings, roster, content or template file is wrong"
    case .noSnapshot: "no snapshot for the asked day"
    case .unavailable:
      "nothing new could be fetched, or fewer KOLs have a snapshot, or more are stale, "
        + "than the settings and --max-stale allow"
    case .bug: "a bug in kolsite"
    case .unpublished:
      "the site could not be published, or another run holds the project or publishes to the folder; "
        + "public/ is as it was, or the message says that the next run completes it"
    case .archive:
      "the archive could not be read or written, or is damaged; or what was printed could not be written"
    case .stale: "done, but some KOLs are stale: try again later"
    case .schemaDrift: "with --strict: the shape of the API's replies has changed"
    case .account: "the API rejected the token, the permission or the balance"
    case .interrupted: "interrupted; nothing is half-written"
    }
  }
}

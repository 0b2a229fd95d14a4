/// How a run ended, as the process says it; the numbers are stable.
public enum ExitStatus: Int32, Sendable, Hashable, Codable {
  /// Done, everything fresh.
  case success = 0
  /// Bad arguments.
  case usage = 64
  /// A settings, roster, content or template file is wrong.
  case invalidInput = 65
  /// No snapshot for the asked day.
  case noSnapshot = 66
  /// Nothing new could be fetched, or too few KOLs have a snapshot for a site.
  case unavailable = 69
  /// A bug in kolsite.
  case bug = 70
  /// The site could not be published, or another run holds the project; `public/` is as it was, or the message says
  /// that the next run completes it.
  case unpublished = 73
  /// The archive could not be read or written, or is damaged.
  case archive = 74
  /// Done, but some KOLs are stale: try again later.
  case stale = 75
  /// `--strict`, and the shape of the API's replies has changed; what was fetched is kept.
  case schemaDrift = 76
  /// The API rejected the token, the permission or the balance.
  case account = 77
  /// Interrupted; nothing is half-written.
  case interrupted = 130
}

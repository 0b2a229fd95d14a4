public import Model

/// What a person asks of one run.
public struct RunOptions: Sendable, Hashable {
  /// The project folder: it has `Content/` and may have `Templates/`.
  public var root: String
  /// The site's folder; relative ones are below `root`.
  public var output: String
  /// The archive's folder; relative ones are below `root`.
  public var archive: String
  /// The day that replaces the clock; nil for today.
  public var asOf: CalendarDay?
  /// Whether to build from the archive without asking the API.
  public var isOffline: Bool
  /// The only KOLs to ask the API for; empty for the whole roster. The site shows the roster either way.
  public var only: [String]
  /// Publish though the new site has far fewer pages than the old one.
  public var allowsShrinking: Bool
  /// Where the sandbox in this process listens; nil for the API of the settings.
  public var sandboxURL: String?

  public init(
    root: String = ".", output: String = "public", archive: String = "Content/snapshots",
    asOf: CalendarDay? = nil, isOffline: Bool = false, only: [String] = [],
    allowsShrinking: Bool = false, sandboxURL: String? = nil
  ) {
    self.root = root
    self.output = output
    self.archive = archive
    self.asOf = asOf
    self.isOffline = isOffline
    self.only = only
    self.allowsShrinking = allowsShrinking
    self.sandboxURL = sandboxURL
  }

  var outputPath: String { Self.path(output, below: root) }
  var archivePath: String { Self.path(archive, below: root) }
  /// What kolsite keeps for itself: the lock and the last run's report.
  var statePath: String { Self.path(".kolsite", below: root) }

  private static func path(_ path: String, below root: String) -> String {
    path.utf8.first == UInt8(ascii: "/") || root == "." ? path : "\(root)/\(path)"
  }
}

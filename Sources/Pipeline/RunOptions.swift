import Archiving
public import CommandSupport
public import Model

/// What a person asks of one run.
public struct RunOptions: Sendable, Hashable {
  public var folders: ProjectFolders
  /// The day that replaces the clock; nil for today.
  public var asOf: CalendarDay?
  /// The day under which a fetch is filed; nil for the day it is.
  public var date: CalendarDay?
  /// Whether to build from the archive without asking the API.
  public var isOffline: Bool
  /// Whom to ask the API for. The site shows the whole roster either way.
  public var selection: FetchPlan.Selection
  /// The environment variable that named the shard; nil where a person or nobody did.
  public var shardVariable: String?
  /// Whether replies whose shape has changed end the run before anything is published.
  public var isStrict = false
  /// How stale a site may be and still be published; nil for no limit.
  public var maxStale: StaleLimit?
  /// Whether to go on where replies in the archive cannot be read; the pages say of which days.
  public var skipsDamaged = false
  /// Publish though the new site has far fewer pages than the old one.
  public var allowsShrinking: Bool
  /// Where the sandbox in this process listens; nil for the API of the settings.
  public var sandboxURL: BaseURL?

  public init(
    folders: ProjectFolders = ProjectFolders(), asOf: CalendarDay? = nil, isOffline: Bool = false,
    selection: FetchPlan.Selection = .init(), maxStale: StaleLimit? = nil,
    allowsShrinking: Bool = false, sandboxURL: BaseURL? = nil
  ) {
    self.folders = folders
    self.asOf = asOf
    self.isOffline = isOffline
    self.selection = selection
    self.maxStale = maxStale
    self.allowsShrinking = allowsShrinking
    self.sandboxURL = sandboxURL
  }

  /// The archive with its index, which is kept apart for each archive that the project reads.
  func openArchive() -> Archive { Archive(folder: folders.archivePath, index: folders.indexPath) }
}

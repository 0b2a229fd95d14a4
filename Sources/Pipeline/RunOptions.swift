import Archiving
import Files
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
    root: String = ".", output: String = "public", archive: String = "Content/snapshots",
    asOf: CalendarDay? = nil, isOffline: Bool = false,
    selection: FetchPlan.Selection = .init(), maxStale: StaleLimit? = nil,
    allowsShrinking: Bool = false, sandboxURL: BaseURL? = nil
  ) {
    self.root = root
    self.output = output
    self.archive = archive
    self.asOf = asOf
    self.isOffline = isOffline
    self.selection = selection
    self.maxStale = maxStale
    self.allowsShrinking = allowsShrinking
    self.sandboxURL = sandboxURL
  }

  var outputPath: String { Self.path(output, below: root) }
  /// The archive with its index, which is kept apart for each archive that the project reads.
  func openArchive() -> Archive { Archive(folder: archivePath, index: indexPath) }

  var indexPath: String {
    let isDefault = archive == RunOptions().archive
    let name = isDefault ? "index" : "index-\(SHA256Digest(of: Array(archive.utf8)).hex.prefix(8))"
    return "\(statePath)/\(name)"
  }

  public var archivePath: String { Self.path(archive, below: root) }
  /// What kolsite keeps for itself: the lock and the last run's report.
  var statePath: String { Self.path(".kolsite", below: root) }

  /// Where a publication in place is prepared: for each site's folder another, however it is written. What a run has
  /// begun is completed by the next one of the same folder, and never by one that comes after that.
  var workPath: String {
    let site = FolderPlace(outputPath)
    let isDefault = site.isSame(as: FolderPlace(Self.path(RunOptions().output, below: root)))
    return "\(statePath)/publishing"
      + (isDefault ? "" : "-\(SHA256Digest(of: Array(site.path.utf8)).hex.prefix(8))")
  }

  /// What is wrong with where the folders are; nil for nothing.
  ///
  /// What lies in the site's folder may be replaced with it, and what lies in a folder that kolsite reads is no site.
  /// Links are followed, and a folder under another name is known by its place on the disk.
  var folderProblem: RunFailure? {
    for (option, path) in [("--root", root), ("--archive", archive), ("--output", output)] {
      if path.utf8.contains(0) || path.utf8.allSatisfy({ $0 == 0x20 }) {
        return RunFailure(
          .usage,
          "\(option) names no folder: its name is \(path.utf8.contains(0) ? "cut by a NUL byte" : "empty")",
          hint: "write the path of a folder")
      }
    }
    let project = FolderPlace(root), site = FolderPlace(outputPath), kept = FolderPlace(archivePath)
    if kept.lies(in: site) {
      return RunFailure(
        .usage, "the archive \(archive) lies in the site's folder \(output), which is replaced as a whole",
        hint: "choose another folder with --archive or --output")
    }
    if kept.isSame(as: project) {
      return RunFailure(
        .usage, "the archive cannot be the project folder itself",
        hint: "choose a folder in it, such as Content/snapshots")
    }
    if project.lies(in: site) {
      return RunFailure(
        .usage, "the site's folder \(output) would be the project folder itself, or one above it",
        hint: "choose a folder of its own with --output, such as public")
    }
    let others = [
      (".kolsite", "kolsite keeps its own state there"),
      ("Content", "people write there what a site is made of"),
      ("Templates", "the project's templates lie there"), (".git", "that is the project's repository"),
      (archive, "that is the archive"),
    ]
    for (name, reason) in others where site.lies(in: FolderPlace(Self.path(name, below: root))) {
      return RunFailure(
        .usage, "the site's folder \(output) cannot be in \(name): \(reason)",
        hint: "choose a folder of its own with --output, such as public")
    }
    return linkedArchive ?? linkedState
  }

  /// An archive in `Content` that a link there leads out of the project: nobody named that place. Whoever wants an
  /// archive elsewhere says so.
  var linkedArchive: RunFailure? {
    let parts = archive.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    let isOwn =
      archive.utf8.first != UInt8(ascii: "/") && parts.first?.elementsEqual("Content".utf8) == true
      && !parts.contains { $0.elementsEqual("..".utf8) }
    guard isOwn, !FolderPlace(archivePath).lies(in: FolderPlace(root)) else { return nil }
    return RunFailure(
      .invalidInput, "\(archivePath) is a symbolic link that leads out of the project",
      hint: "put the folder itself there, or name the other one with --archive")
  }

  /// Where kolsite's own folders are links, whoever made the link chose what it writes over.
  private var linkedState: RunFailure? {
    for folder in [statePath, indexPath, workPath] {
      // What cannot be looked at fails where it is opened.
      guard (try? fileStatus(folder)) == .symbolicLink else { continue }
      return RunFailure(
        .invalidInput, "\(folder) is a symbolic link, and kolsite writes its state through none",
        hint: "remove the link; the folder is made anew, and nothing in it has to last")
    }
    return nil
  }

  private static func path(_ path: String, below root: String) -> String {
    path.utf8.first == UInt8(ascii: "/") || root == "." ? path : "\(root)/\(path)"
  }
}

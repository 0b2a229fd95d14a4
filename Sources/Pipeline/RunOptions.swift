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
  public var sandboxURL: String?

  public init(
    root: String = ".", output: String = "public", archive: String = "Content/snapshots",
    asOf: CalendarDay? = nil, isOffline: Bool = false,
    selection: FetchPlan.Selection = .init(), maxStale: StaleLimit? = nil,
    allowsShrinking: Bool = false, sandboxURL: String? = nil
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

  private var indexPath: String {
    let isDefault = archive == RunOptions().archive
    let name = isDefault ? "index" : "index-\(SHA256Digest(of: Array(archive.utf8)).hex.prefix(8))"
    return "\(statePath)/\(name)"
  }

  public var archivePath: String { Self.path(archive, below: root) }
  /// What kolsite keeps for itself: the lock and the last run's report.
  var statePath: String { Self.path(".kolsite", below: root) }

  /// Where a publication in place is prepared: for each site's folder another, named after how it is written.
  var workPath: String {
    let isDefault = output == RunOptions().output
    return "\(statePath)/publishing"
      + (isDefault ? "" : "-\(SHA256Digest(of: Array(output.utf8)).hex.prefix(8))")
  }

  /// What is wrong with where the folders are; nil for nothing.
  ///
  /// The site's folder is replaced as a whole, so nothing that has to last may lie in it.
  var folderProblem: RunFailure? {
    let root = Self.parts(self.root), site = Self.parts(outputPath), kept = Self.parts(archivePath)
    if kept.starts(with: site) {
      return RunFailure(
        .usage, "the archive \(archive) lies in the site's folder \(output), which is replaced as a whole",
        hint: "choose another folder with --archive or --output")
    }
    if kept == root {
      return RunFailure(
        .usage, "the archive cannot be the project folder itself",
        hint: "choose a folder in it, such as Content/snapshots")
    }
    return linkedState
  }

  /// Where kolsite's own folders are links, whoever made the link chose what it writes over.
  private var linkedState: RunFailure? {
    for folder in [statePath, indexPath] {
      // What cannot be looked at fails where it is opened.
      guard (try? fileStatus(folder)) == .symbolicLink else { continue }
      return RunFailure(
        .invalidInput, "\(folder) is a symbolic link, and kolsite writes its state through none",
        hint: "remove the link; the folder is made anew, and nothing in it has to last")
    }
    return nil
  }

  /// A path's parts after `.` and `..` are worked off by spelling alone.
  private static func parts(_ path: String) -> [String] {
    let full = path.utf8.first == UInt8(ascii: "/") ? path : currentFolder + "/" + path
    var parts: [String] = []
    for part in full.utf8.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) {
        _ = parts.popLast()
      } else {
        parts.append(String(decoding: part, as: UTF8.self))
      }
    }
    return parts
  }

  private static var currentFolder: String { (try? realPath(".")) ?? "" }

  private static func path(_ path: String, below root: String) -> String {
    path.utf8.first == UInt8(ascii: "/") || root == "." ? path : "\(root)/\(path)"
  }
}

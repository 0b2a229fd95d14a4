import Files

/// Where a project's folders are.
public struct ProjectFolders: Sendable, Hashable {
  /// The project folder: it has `Content/` and may have `Templates/`.
  public var root: String
  /// The site's folder; relative ones are below `root`.
  public var output: String
  /// The archive's folder; relative ones are below `root`.
  public var archive: String

  private static let defaultOutput = "public"
  private static let defaultArchive = "Content/snapshots"

  public init(root: String = ".", output: String? = nil, archive: String? = nil) {
    self.root = root
    self.output = output ?? Self.defaultOutput
    self.archive = archive ?? Self.defaultArchive
  }

  public var outputPath: String { Self.path(output, below: root) }
  /// The archive's index, which is kept apart for each archive that the project reads.
  public var indexPath: String {
    let isDefault = archive == Self.defaultArchive
    let name = isDefault ? "index" : "index-\(SHA256Digest(of: Array(archive.utf8)).hex.prefix(8))"
    return "\(statePath)/\(name)"
  }

  public var archivePath: String { Self.path(archive, below: root) }
  /// What kolsite keeps for itself: the lock and the last run's report.
  public var statePath: String { Self.path(".kolsite", below: root) }

  /// Where a publication in place is prepared: for each site's folder another, however it is written. What a run has
  /// begun is completed by the next one of the same folder, and never by one that comes after that.
  public var workPath: String {
    let site = FolderPlace(outputPath)
    let isDefault = site.isSame(as: FolderPlace(Self.path(Self.defaultOutput, below: root)))
    return "\(statePath)/publishing"
      + (isDefault ? "" : "-\(SHA256Digest(of: Array(site.path.utf8)).hex.prefix(8))")
  }

  /// What is wrong with where the folders are; nil for nothing.
  ///
  /// What lies in the site's folder may be replaced with it, and what lies in a folder that kolsite reads is no site.
  /// Links are followed, and a folder under another name is known by its place on the disk.
  public var problem: RunFailure? {
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
  public var linkedArchive: RunFailure? {
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

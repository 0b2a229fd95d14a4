public import Files
public import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Why a site was not published. Where it does not say otherwise, `public/` is as it was.
public enum PublishingError: Error, Sendable, Hashable {
  /// The folder's path has no name of its own (`.`, `..`, `/`).
  case unusableFolder(String)
  /// The folder, or what stands in its place, is not a folder.
  case notAFolder(String)
  case symbolicLink(String)
  /// Another run publishes to the folder, or is about to.
  case busy(String)
  /// The file system does not let the folder be renamed: a mount point, or a layer of a container's image.
  case cannotBeReplaced(String, FileError)
  /// The manifest is not what kolsite writes, so nobody knows which files are kolsite's.
  case damagedManifest(String)
  /// The manifest is of a later format than this kolsite knows.
  case newerManifest(String, version: Int)
  /// kolsite would write here, and the file that is here is not kolsite's.
  case foreignFileInTheWay(String)
  /// The site has a folder where it had a file, or the other way round, which in place is no single step.
  case ownFileInTheWay(String)
  /// Something is mounted on this one file of the site, so nothing can be put in its place.
  case mountedFile(String)
  /// The settings ask for an exchange, and it would lose or harm something in the folder.
  case exchangeRefused(String, ExchangeObstacle)
  /// Where the first path is, this user may not replace files.
  case notWritable(String, folder: String)
  /// Publishing in place was stopped on the way; the next run completes it.
  case halfPublished(String, FileError)
  case invalidPath(String, PathProblem)
  /// Two files of the site would be one file on some disks.
  case conflictingPaths(String, String)
  /// A file holds a secret; nil where it is the file's name that does.
  case secretFound(path: String?)
  /// The first few, sorted by page and link, and how many there are in all.
  case brokenLinks([BrokenLink], total: Int)
  /// The number of pages fell below half of what it was.
  case shrunk(pages: Int, before: Int)
  /// A staged file is missing, of another size, or not kolsite's: something else wrote there.
  case stagingChanged(String)
  /// The staged site was published or discarded already.
  case stagingClosed
  /// The old site could not be put back and lies at another path; the next run puts it back.
  case movedAside(folder: String, to: String, FileError)
  case file(FileError)

  /// What is wrong with the path of a file to write.
  public enum PathProblem: String, Sendable, Hashable {
    case absolute = "it starts with a slash"
    case emptyPart = "it has an empty part"
    case dot = "a part starts with a dot"
    case backslash = "it has a backslash"
    case controlCharacter = "it has a control character"
    case tooLong = "it is too long"
  }
}

/// A link in a page that leads nowhere.
public struct BrokenLink: Sendable, Hashable {
  public enum Problem: String, Sendable, Hashable {
    case noSuchFile = "there is no such file"
    case noSuchFragment = "no element of that page has this id"
    case outsideTheSite = "it leads out of the site"
    case notRelative = "it starts with a slash, which only works at the top of a host"
  }

  /// The page with the link, relative to the site.
  public let page: String
  /// As it is in the page.
  public let link: String
  public let problem: Problem

  public init(page: String, link: String, problem: Problem) {
    self.page = page
    self.link = link
    self.problem = problem
  }
}

extension PublishingError: CustomStringConvertible {
  public var description: String { diagnostic.description }

  /// What is wrong and what to do next, for a person.
  public var diagnostic: Diagnostic {
    let (message, hint) = texts
    return Diagnostic(.error, message, hint: hint)
  }

  private var texts: (message: String, hint: String?) {
    switch self {
    case .unusableFolder(let folder):
      ("cannot publish to \"\(folder)\": kolsite replaces the folder as a whole", "give it a name: public")
    case .notAFolder(let path):
      ("\(path) is not a folder", "move it away, or choose another folder")
    case .symbolicLink(let path):
      ("\(path) is a symbolic link", "kolsite never writes through a link: name the folder itself")
    case .busy(let path):
      ("another run is publishing to \(path)", "wait until it has ended, or stop it")
    case .cannotBeReplaced(let path, let error):
      (
        "\(path) cannot be replaced: \(error.reason)",
        [EBUSY, EXDEV].contains(error.errno)
          ? "a mount point or a layer of an image cannot be renamed: mount the folder above it instead, or publish"
            + " with publish.mode: inPlace"
          : error.advice
      )
    case .damagedManifest(let path):
      (
        "\(path) is not a manifest that kolsite wrote, so its own files cannot be told from yours",
        "restore it from a copy, or move the folder away and build again"
      )
    case .newerManifest(let path, let version):
      ("\(path) has format version \(version), from a later kolsite", "use that kolsite")
    case .foreignFileInTheWay(let path):
      (
        "\(path) is in the way: kolsite would write it, but did not write the one that is there",
        "move it away, or publish to another folder"
      )
    case .ownFileInTheWay(let path):
      (
        "\(path) is in the way: the new site has a folder where the old one has a file, or a file for a folder",
        "remove it, then build again"
      )
    case .mountedFile(let path):
      (
        "something is mounted on \(path), so kolsite cannot replace it",
        "unmount it, and mount the folder above the site instead"
      )
    case .exchangeRefused(let folder, let obstacle):
      ("\(folder) cannot be exchanged as publish.mode asks: it \(obstacle)", Self.advice(on: obstacle))
    case .notWritable(let path, let folder):
      (
        "this user cannot replace files in \(path)",
        "give it to the user who runs kolsite (chown -R) or mount it writable, or publish to another folder than"
          + " \(folder)"
      )
    case .halfPublished(let folder, let error):
      (
        "\(error); \(folder) has parts of the new site and parts of the old one",
        "run kolsite again: it completes the new site first"
      )
    case .invalidPath(let path, let problem):
      ("the site cannot have a file \"\(path)\": \(problem.rawValue)", "rename the page")
    case .conflictingPaths(let first, let second):
      ("\"\(first)\" and \"\(second)\" cannot both be in the site", "rename one of the two")
    case .secretFound(let path):
      (
        "\(path ?? "the name of a file") holds the API token in one of its spellings",
        "remove it from the roster, the pages and the notes, then replace the token: it may be known"
      )
    case .brokenLinks(let links, let total):
      (Self.text(links, total), "correct the link, or remove it from the page or its template")
    case .shrunk(let pages, let before):
      (
        "the new site has \(pages) pages, the one it would replace has \(before)",
        "check the roster; if this is meant, build again with --allow-shrink"
      )
    case .stagingChanged(let path):
      ("\(path) is not as kolsite wrote it a moment ago", "stop what else writes there, then build again")
    case .stagingClosed:
      ("the staged site was published or discarded already", "stage it again")
    case .movedAside(let folder, let old, let error):
      (
        "\(error.description); the site could not be put back and is now in \(old)",
        "rename it to \(folder), or run kolsite again: it does that first"
      )
    case .file(let error): (error.description, nil)
    }
  }

  private static func advice(on obstacle: ExchangeObstacle) -> String {
    let inPlace = "set publish.mode to inPlace, or leave it out"
    return switch obstacle {
    case .mountPoint, .mountedElsewhere: "mount the folder above it instead, or \(inPlace)"
    case .repository, .otherUser, .rights, .refused: inPlace
    case .foreign, .tooLarge: "move it away, or \(inPlace)"
    }
  }

  private static func text(_ links: [BrokenLink], _ total: Int) -> String {
    let list = links.map { "\n  \($0.page): \($0.link): \($0.problem.rawValue)" }.joined()
    let more = total > links.count ? "\n  and \(total - links.count) more" : ""
    return "\(total == 1 ? "a link leads" : "\(total) links lead") nowhere:\(list)\(more)"
  }
}

/// Runs file operations where only a ``PublishingError`` may leave.
func files<Value>(
  _ body: () throws(FileError) -> Value
) throws(PublishingError) -> Value {
  do throws(FileError) {
    return try body()
  } catch {
    throw .file(error)
  }
}

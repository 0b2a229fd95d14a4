/// Where a folder is, or would be, once every link is followed.
public struct FolderPlace {
  /// The folder, then those above it, up to the root; the identity is nil for one that is not there.
  private let folders: [(path: String, identity: FileIdentity?)]

  /// Without links.
  public var path: String { folders[0].path }

  public init(_ path: String) {
    var there = path.utf8.first == UInt8(ascii: "/") ? path : Self.join((try? realPath(".")) ?? "", path)
    // What is not there yet cannot be a link.
    var missing: [String] = []
    var resolved = try? realPath(there)
    while resolved == nil, !lastPathPart(of: there).isEmpty {
      missing.append(lastPathPart(of: there))
      there = parentFolder(of: there)
      resolved = try? realPath(there)
    }
    var place = resolved ?? "/"
    for part in missing.reversed() where part != "." {
      place = part == ".." ? parentFolder(of: place) : Self.join(place, part)
    }
    var folders = [(place, try? fileIdentity(place))]
    while place != "/" {
      place = parentFolder(of: place)
      folders.append((place, try? fileIdentity(place)))
    }
    self.folders = folders
  }

  public func isSame(as other: FolderPlace) -> Bool { matches(folders[0], other) }

  /// Whether this is the other folder, or is somewhere in it.
  public func lies(in other: FolderPlace) -> Bool { folders.contains { matches($0, other) } }

  private func matches(_ folder: (path: String, identity: FileIdentity?), _ other: FolderPlace) -> Bool {
    let top = other.folders[0]
    return folder.path.utf8.elementsEqual(top.path.utf8)
      || (folder.identity != nil && folder.identity == top.identity)
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
  }
}

import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The folder of the site and the names that kolsite uses beside it.
struct SiteFolder: Sendable {
  /// Without a slash at its end.
  let path: String
  let parent: String
  private let name: String
  private let operations: FileOperations

  init(_ path: String, using operations: FileOperations) throws(PublishingError) {
    let name = lastPathPart(of: path)
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(0) else {
      throw .unusableFolder(path)
    }
    self.name = name
    self.operations = operations
    parent = parentFolder(of: path)
    self.path = joinPath(parent, name)
  }

  /// What a name beside the site is for.
  enum Role: String, CaseIterable {
    case staging
    case old
  }

  /// A path beside the site that nothing has, with a name by which it is known again as kolsite's: see ``OwnNames``.
  func freePath(_ role: Role) throws(FileError) -> String {
    let own = OwnNames(in: parent)
    var number = 0
    while true {
      let path = joinPath(parent, own.proven(leftoverName(role, number)))
      if try operations.status(path) == .missing { return path }
      guard number < 9_999 else { throw FileError(path: path, operation: .createFolder, errno: EEXIST) }
      number += 1
    }
  }

  /// The folders that killed runs left for a role, sorted.
  func leftovers(_ role: Role) throws(FileError) -> [String] {
    let own = OwnNames(in: parent)
    return try folders(role).filter { own.isProven(lastPathPart(of: $0)) }
  }

  /// The folders whose names begin as those of a role do, whoever made them, sorted.
  func folders(_ role: Role) throws(FileError) -> [String] {
    let prefix = Array("\(name).\(role.rawValue)-k".utf8)
    var found: [String] = []
    for name in try operations.list(parent, true) where name.utf8.starts(with: prefix) {
      let path = joinPath(parent, name)
      if try operations.status(path) == .folder { found.append(path) }
    }
    return found
  }

  /// Whether the site's folder is there; anything else in its place is an error.
  func exists() throws(PublishingError) -> Bool {
    switch try files({ () throws(FileError) in try operations.status(path) }) {
    case .missing: return false
    case .folder: return true
    case .symbolicLink: throw .symbolicLink(path)
    case .file, .other: throw .notAFolder(path)
    }
  }

  private func leftoverName(_ role: Role, _ number: Int) -> String {
    let digits = String(number)
    return "\(name).\(role.rawValue)-k" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}

import Files
import FoundationEssentials
import Markup
import Model

/// `manifest.json`: every file of a site that kolsite wrote, except itself.
///
/// The next run reads it to tell kolsite's files from the others in the folder.
struct SiteManifest: Sendable, Hashable {
  static let path = SitePath(found: "manifest.json")
  /// Raised when an older kolsite could not read the file.
  static let formatVersion = 1
  /// The longest manifest that is read, in bytes: about a million files.
  static let limit = 256 << 20

  struct Entry: Sendable, Hashable {
    let path: SitePath
    let size: Int
    let digest: SHA256Digest

    /// Whether what is at a path is a file of just these bytes, however many they are.
    func isFile(at path: String, using operations: FileOperations) throws(FileError) -> Bool {
      guard case .file(size, _) = try operations.status(path) else { return false }
      return SHA256Digest(of: try readFile(path, limit: size, using: operations)) == digest
    }
  }

  var asOf: String
  var generator: String
  /// Sorted by path.
  var entries: [Entry]

  var pageCount: Int { entries.count { $0.path.isPage } }

  /// One line a file, so that a difference between two days reads well.
  var bytes: [UInt8] {
    var text: [UInt8] = []
    // Longer than most lines; the text of a large site would be copied many times on its way there.
    text.reserveCapacity(200 * (entries.count + 1))
    text += "{\n\"formatVersion\": \(Self.formatVersion),\n\"generator\": ".utf8
    text.appendJSON(string: generator)
    text += ",\n\"asOf\": ".utf8
    text.appendJSON(string: asOf)
    text += ",\n\"files\": [".utf8
    for (index, entry) in entries.enumerated() {
      text += index == 0 ? "\n{\"path\": ".utf8 : ",\n{\"path\": ".utf8
      text.appendJSON(string: entry.path.text)
      text += ", \"bytes\": \(entry.size), \"sha256\": \"\(entry.digest.hex)\"}".utf8
    }
    text += "\n]\n}\n".utf8
    return text
  }
}

extension SiteManifest {
  /// Reads the manifest of the site in a folder; nil where there is none.
  static func load(
    from folder: String, using operations: FileOperations
  ) throws(PublishingError) -> SiteManifest? {
    let file = joinPath(folder, path.text)
    switch try files({ () throws(FileError) in try operations.status(file) }) {
    case .missing: return nil
    case .file: break
    case .folder, .symbolicLink, .other: throw .damagedManifest(file)
    }
    let bytes = try files { () throws(FileError) in try operations.read(file, limit) }
    return try SiteManifest(reading: bytes, file: file)
  }

  /// Reads a manifest's text.
  /// - Parameter file: Its path, for messages.
  init(reading bytes: [UInt8], file: String) throws(PublishingError) {
    let decoder = JSONDecoder()
    guard let head = try? decoder.decode(Head.self, from: Data(bytes)) else {
      throw .damagedManifest(file)
    }
    // The version comes first: a later format may have other keys.
    guard head.formatVersion <= Self.formatVersion else {
      throw .newerManifest(file, version: head.formatVersion)
    }
    guard head.formatVersion >= 1, let body = try? decoder.decode(Body.self, from: Data(bytes)) else {
      throw .damagedManifest(file)
    }
    var entries: [Entry] = []
    for item in body.files {
      guard let path = try? SitePath(checking: item.path), item.bytes >= 0,
        let digest = SHA256Digest(hex: item.sha256)
      else { throw .damagedManifest(file) }
      entries.append(Entry(path: path, size: item.bytes, digest: digest))
    }
    self.init(asOf: body.asOf, generator: body.generator, entries: entries)
  }

  private struct Head: Decodable {
    let formatVersion: Int
  }

  private struct Body: Decodable {
    let generator: String
    let asOf: String
    let files: [Item]

    struct Item: Decodable {
      let path: String
      let bytes: Int
      let sha256: String
    }
  }
}

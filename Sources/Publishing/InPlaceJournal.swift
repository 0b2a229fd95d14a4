import Files

/// What a publication in place leaves for the next run, beside the site that it has begun to publish.
///
/// It says between which two sites of which folder it was. What lies in the work folder without such a journal, or with
/// one of another folder or another site, is no continuation of anything and is not published.
struct InPlaceJournal: Sendable, Hashable {
  /// The site's folder, as the disk numbers it.
  private let inode: UInt64
  private let old: String
  private let both: String
  private let new: String

  init(
    from old: SiteManifest?, through both: SiteManifest, to new: SiteManifest, in folder: String,
    using operations: FileOperations
  ) throws(FileError) {
    inode = try Self.inode(of: folder, operations)
    self.old = Self.digest(of: old)
    self.both = Self.digest(of: both)
    self.new = Self.digest(of: new)
  }

  /// Reads a journal; nil for what is none.
  init?(reading bytes: [UInt8]) {
    let parts = bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 4, let inode = UInt64(parts[0]) else { return nil }
    self.inode = inode
    (old, both, new) = (parts[1], parts[2], parts[3])
    guard self.bytes == bytes else { return nil }
  }

  var bytes: [UInt8] { Array("\(inode)\n\(old)\n\(both)\n\(new)\n".utf8) }

  /// How far a publication has come.
  enum Stage: Sendable, Hashable {
    /// The folder's manifest is the old one: no file has its place yet.
    case notBegun
    /// It is that of both sites, or the new one.
    case begun
  }

  /// How far the publication of a site in a folder has come; nil where this is not its journal.
  func stage(
    of new: SiteManifest, in folder: String, with found: SiteManifest?, using operations: FileOperations
  ) throws(FileError) -> Stage? {
    let isSameFolder = try Self.inode(of: folder, operations) == inode
    guard isSameFolder, Self.digest(of: new) == self.new else { return nil }
    let found = Self.digest(of: found)
    if found == both || found == self.new { return .begun }
    return found == old ? .notBegun : nil
  }

  private static func digest(of manifest: SiteManifest?) -> String {
    manifest.map { SHA256Digest(of: $0.bytes).hex } ?? "none"
  }

  private static func inode(of folder: String, _ operations: FileOperations) throws(FileError) -> UInt64 {
    try operations.details(folder)?.identity.inode ?? 0
  }
}

/// Names that kolsite gives to what is under way in one folder, and by which it knows them again after a kill.
///
///     public.staging-k0000-5d41402abc4b2a76
///
/// Such a name ends with a digest of itself and of the folder's number on the disk. What is only called alike, or was
/// copied here with another folder, is somebody's and is never removed.
public struct OwnNames: Sendable {
  /// Nil where the folder cannot be looked at; then nothing in it is known again.
  private let inode: UInt64?

  public init(in folder: String) {
    inode = (try? fileIdentity(folder))?.inode
  }

  /// The name for what kolsite is about to make.
  public func proven(_ name: String) -> String { "\(name)-\(proof(of: Array(name.utf8)))" }

  /// Whether kolsite gave this name, in this folder.
  public func isProven(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard inode != nil, let dash = bytes.lastIndex(of: UInt8(ascii: "-")) else { return false }
    return bytes[(dash + 1)...].elementsEqual(proof(of: bytes[..<dash]).utf8)
  }

  /// Whether this is a file that is written under a name of its own before it gets its place.
  public func isTemporary(_ name: String) -> Bool {
    name.utf8.starts(with: temporaryPrefix.utf8) && isProven(name)
  }

  private func proof(of name: some Collection<UInt8>) -> String {
    String(SHA256Digest(of: Array("\(inode ?? 0)/".utf8) + name).hex.prefix(16))
  }
}

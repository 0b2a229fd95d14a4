import Files
import Model

// Hashes are of bytes, and git, or an editor, may write text with other line ends than it was written with.
extension Archive {
  var attributesPath: String { joinPath(folder, ".gitattributes") }

  /// Tells git to leave the archive's bytes as they are, unless somebody has told it something else.
  ///
  /// Not in a clone that shows other line ends: git would then commit those. Repairing puts them back first.
  func createAttributes() throws(ArchiveError) {
    guard try !exists(attributesPath), try !hasOtherLineEnds() else { return }
    let text = """
      # The hashes are of bytes: git must not change line ends.
      * -text
      # Lines about pictures stand for themselves: of two branches all count.
      date=*/avatars*.jsonl merge=union

      """
    try onDisk { () throws(FileError) in
      try writeFileDurably(Array(text.utf8), to: attributesPath, replacing: true, using: operations)
    }
  }
}

extension Archive {
  /// The text files of a day beside its manifests; nothing lists their hashes.
  func texts(on day: CalendarDay) throws(ArchiveError) -> [String] {
    let (folder, aside) = (dayFolder(of: day), asideFolder(of: day))
    var paths = try names(in: folder)
      .filter { ["pin.json", "pruned.json"].contains($0) || Self.isAvatarLines($0) }
      .map { joinPath(folder, $0) }
    if try status(aside) == .folder {
      paths += try names(in: aside).filter { $0.utf8.suffix(5).elementsEqual(".json".utf8) }
        .map { joinPath(aside, $0) }
    }
    return paths
  }

  /// The bytes of a text file, and what they are without the CR of other line ends.
  func text(_ path: String) throws(ArchiveError) -> (found: [UInt8], written: [UInt8]) {
    let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    return (bytes, withLineFeeds(bytes))
  }

  /// Whether a file that git would commit has a CR, which in what is written is always escaped.
  private func hasOtherLineEnds() throws(ArchiveError) -> Bool {
    for day in try dayFolders().days {
      for path in try runs(on: day).map({ manifestPath(of: day, $0) }) + texts(on: day) {
        let (found, written) = try text(path)
        if found != written { return true }
      }
    }
    return false
  }
}

/// Bytes with LF where they have CR LF: as the archive writes text, in which a CR is always escaped.
func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count)
  for (index, byte) in bytes.enumerated() {
    if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { continue }
    result.append(byte)
  }
  return result
}

/// Bytes with CR LF where they have LF: as a clone with `core.autocrlf` shows them.
func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  for byte in withLineFeeds(bytes) {
    if byte == 0x0A { result.append(0x0D) }
    result.append(byte)
  }
  return result
}

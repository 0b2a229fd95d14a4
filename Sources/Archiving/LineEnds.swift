import Files

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
  /// Whether a manifest has a CR, which in what is written is always escaped.
  private func hasOtherLineEnds() throws(ArchiveError) -> Bool {
    for day in try dayFolders().days {
      for run in try runs(on: day) {
        let path = manifestPath(of: day, run)
        let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
        if bytes.contains(0x0D) { return true }
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

import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The lines of one part in their order, decompressed a member at a time.
struct PartLines: ~Copyable {
  /// One line without its newline.
  struct Line {
    /// Counted from 1.
    let number: Int
    let bytes: ArraySlice<UInt8>
    /// Where the gzip member of the line is in the file, and the number of its first line.
    let member: Member

    struct Member: Sendable, Hashable {
      let range: Range<Int>
      let firstLine: Int
    }
  }

  private let path: String
  private let listed: Int?
  private var members: GzipMembers
  private var rest: ArraySlice<UInt8> = []
  private var member = Line.Member(range: 0..<0, firstLine: 1)
  private var count = 0

  /// Opens a part and checks its size and hash.
  /// - Parameter entry: What the manifest says of it; nil for a part that no manifest lists yet.
  init(
    path: String, listedAs entry: Manifest.Part?, using operations: FileOperations
  ) throws(ArchiveError) {
    let status = try onDisk { () throws(FileError) in try operations.status(path) }
    if status == .missing { throw .damaged(path: path, .missing) }
    let file = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
    if let entry {
      if file.count != entry.bytes, SHA256Digest(of: withLineFeeds(file)) == entry.sha256 {
        throw .damaged(path: path, .lineEnds)
      }
      guard file.count == entry.bytes else {
        throw .damaged(path: path, .size(listed: entry.bytes, found: file.count))
      }
      let hash = SHA256Digest(of: file)
      guard hash == entry.sha256 else {
        throw .damaged(path: path, .hash(listed: entry.sha256, found: hash))
      }
    }
    do throws(GzipError) {
      members = try GzipMembers(of: file)
    } catch {
      throw .damaged(path: path, .gzip(error))
    }
    self.path = path
    listed = entry?.lines
  }

  /// The next line; nil after the last, when the number of lines is as listed.
  mutating func next() throws(ArchiveError) -> Line? {
    while rest.isEmpty {
      guard let member = try nextMember() else {
        guard let listed, listed != count else { return nil }
        throw .damaged(path: path, .lineCount(listed: listed, found: count))
      }
      rest = member[...]
      self.member = Line.Member(range: members.range, firstLine: count + 1)
    }
    count += 1
    guard let newline = firstNewline(in: rest) else {
      throw .damaged(path: path, .line(count, .cutOff))
    }
    let line = Line(number: count, bytes: rest[..<newline], member: member)
    rest = rest[(newline + 1)...]
    return line
  }

  private mutating func nextMember() throws(ArchiveError) -> [UInt8]? {
    do throws(GzipError) {
      return try members.next()
    } catch {
      throw .damaged(path: path, .gzip(error))
    }
  }
}

/// Where the first newline is; the system's search is many times as fast as a loop over bytes.
func firstNewline(in bytes: ArraySlice<UInt8>) -> Int? {
  bytes.withUnsafeBytes { buffer in
    guard let start = buffer.baseAddress, let found = memchr(start, 0x0A, buffer.count) else { return nil }
    return bytes.startIndex + (UnsafeRawPointer(found) - start)
  }
}

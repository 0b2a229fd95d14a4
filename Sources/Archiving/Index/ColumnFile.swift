import Files
import Model

/// A day's numbers as columns: a file of the index, which is a cache of what the day's parts say.
///
///     magic     8 bytes, "KOLSCOL2"
///     length    4 bytes, of the header
///     crc       4 bytes, CRC-32 of the header
///     header    what it was made from, then a directory of the groups and one of the parts' gzip members
///     groups    1,024 KOLs each, in id order: their ids, then their states and a column for each charted metric, one of
///               the fingerprints of what is compared, one of the seconds of the answers, and where data are older than
///               their answers one more with their days
///
/// All numbers are little-endian. A batch of KOLs in id order reads the groups that it falls into and no others, and
/// ids only where it has not met the same ones on another day. What is read is checked by SHA-256 or CRC-32, so that
/// a file that rotted is found and made anew. Nothing outside this folder depends on the format: a file of another
/// version is not read.
struct ColumnFile {
  static let magic = Array("KOLSCOL2".utf8)
  static let rowsPerGroup = 1_024
  static let largestHeader = 1 << 24
  static let prefixLength = 16

  /// What a file was made from: as long as all three are the same, it says what the parts do.
  struct Origin: Sendable, Hashable {
    /// How this program reads replies.
    let reader: SHA256Digest
    /// The day's manifests, which have the hash of every part.
    let manifests: SHA256Digest
    /// Names, sizes and times of the manifests and parts; where only this differs, the parts' hashes decide.
    let files: SHA256Digest
  }

  struct Group: Sendable, Hashable {
    let firstID: KOLID
    let lastID: KOLID
    let rows: Int
    /// Of the ids: a byte of length each, then their bytes.
    let idDigest: SHA256Digest
    /// Where the ids are in the file.
    let idRange: Range<Int>
    /// Where the states and columns are in the file, right behind the ids.
    let dataRange: Range<Int>
    let dataCRC: UInt32
  }

  /// Everything but the groups themselves.
  struct Header: Sendable, Hashable {
    let day: CalendarDay
    let origin: Origin
    let groups: [Group]
    /// Where the day's replies are, in the order of the parts.
    let members: [IndexedMember]

    /// The groups that any id of a range may be in.
    func groups(from first: KOLID, to last: KOLID) -> ArraySlice<Group> {
      groups.drop { $0.lastID < first }.prefix { !(last < $0.firstID) }
    }
  }

  let header: Header
  let bytes: [UInt8]

  private struct Block {
    let firstID: KOLID
    let lastID: KOLID
    let rows: Int
    let ids: [UInt8]
    let data: [UInt8]
  }

  /// Lays out a day's rows.
  init(_ rows: DayRows, of day: CalendarDay, from origin: Origin) {
    let order = rows.order
    var blocks: [Block] = []
    for start in stride(from: 0, to: order.count, by: Self.rowsPerGroup) {
      let part = order[start..<min(start + Self.rowsPerGroup, order.count)]
      guard let first = part.first, let last = part.last else { continue }
      blocks.append(
        Block(
          firstID: rows.ids[first], lastID: rows.ids[last], rows: part.count, ids: Self.ids(of: rows, part),
          data: Self.data(of: rows, part)))
    }
    self.init(blocks, rows.members, of: day, from: origin)
  }

  /// The same numbers from parts whose files were touched and not changed.
  init(_ old: Header, _ oldBytes: [UInt8], from origin: Origin) {
    self.init(
      old.groups.map { group in
        Block(
          firstID: group.firstID, lastID: group.lastID, rows: group.rows, ids: Array(oldBytes[group.idRange]),
          data: Array(oldBytes[group.dataRange]))
      }, old.members, of: old.day, from: origin)
  }

  private init(_ blocks: [Block], _ members: [IndexedMember], of day: CalendarDay, from origin: Origin) {
    func header(at start: Int) -> (header: Header, bytes: [UInt8]) {
      var groups: [Group] = []
      var bytes: [UInt8] = []
      bytes.append(littleEndian: Int64(day.daysSinceEpoch))
      for digest in [origin.reader, origin.manifests, origin.files] { bytes += Array(digest.hex.utf8) }
      bytes.append(littleEndian: UInt32(clamping: blocks.count))
      var offset = start
      for block in blocks {
        let end = offset + block.ids.count
        let group = Group(
          firstID: block.firstID, lastID: block.lastID, rows: block.rows,
          idDigest: SHA256Digest(of: block.ids), idRange: offset..<end,
          dataRange: end..<(end + block.data.count), dataCRC: checksum(of: block.data))
        groups.append(group)
        bytes.append(littleEndian: UInt32(clamping: group.rows))
        bytes.append(littleEndian: UInt32(clamping: block.ids.count))
        bytes += Array(group.idDigest.hex.utf8)
        bytes.append(littleEndian: UInt32(clamping: block.data.count))
        bytes.append(littleEndian: group.dataCRC)
        for id in [group.firstID, group.lastID] { bytes.append(short: id.text) }
        offset = group.dataRange.upperBound
      }
      bytes.append(littleEndian: UInt32(clamping: members.count))
      for member in members {
        bytes.append(short: member.part)
        bytes.append(littleEndian: UInt64(clamping: member.range.lowerBound))
        bytes.append(littleEndian: UInt64(clamping: member.range.upperBound))
        bytes.append(littleEndian: UInt64(clamping: member.firstLine))
        for id in [member.firstID, member.lastID] { bytes.append(short: id.text) }
      }
      return (Header(day: day, origin: origin, groups: groups, members: members), bytes)
    }
    // The header's length does not depend on where the groups are.
    let length = header(at: 0).bytes.count
    let (header, headerBytes) = header(at: Self.prefixLength + length)
    var bytes = Self.magic
    bytes.append(littleEndian: UInt32(clamping: length))
    bytes.append(littleEndian: checksum(of: headerBytes))
    bytes += headerBytes
    for block in blocks { bytes += block.ids + block.data }
    self.header = header
    self.bytes = bytes
  }

  private static func ids(of rows: DayRows, _ part: ArraySlice<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in part { bytes.append(UInt8(clamping: rows.ids[row].text.utf8.count)) }
    for row in part { bytes += Array(rows.ids[row].text.utf8) }
    return bytes
  }

  private static func data(of rows: DayRows, _ part: ArraySlice<Int>) -> [UInt8] {
    let width = History.chartedMetrics.count
    var bytes = part.map { rows.states[$0] }
    for metric in 0..<width {
      Column.append(part.map { rows.cells[$0 * width + metric] }, to: &bytes)
    }
    Column.append(part.map { rows.fingerprints[$0] }, to: &bytes)
    Column.append(part.map { PackedReading(seconds: rows.fetchedAt[$0]) }, to: &bytes)
    if part.contains(where: { rows.olderDays[$0] != nil }) {
      Column.append(part.map { PackedReading(olderDay: rows.olderDays[$0]) }, to: &bytes)
    }
    return bytes
  }
}

extension ColumnFile.Header {
  /// Reads the start of a file; nil for anything that this version has not written.
  /// - Parameter start: The file's first bytes, at least ``ColumnFile/prefixLength`` and the header.
  init?(_ start: [UInt8]) {
    guard let length = Self.length(start), start.count >= ColumnFile.prefixLength + length else { return nil }
    let header = start[ColumnFile.prefixLength..<(ColumnFile.prefixLength + length)]
    var crc = ByteReader(start[12..<16])
    guard crc.next(UInt32.self) == checksum(of: Array(header)) else { return nil }
    var reader = ByteReader(header)
    guard let day = reader.next(Int64.self), let program = reader.digest(), let manifests = reader.digest(),
      let files = reader.digest(), let count = reader.next(UInt32.self)
    else { return nil }
    var groups: [ColumnFile.Group] = []
    var offset = ColumnFile.prefixLength + length
    for _ in 0..<count {
      guard let rows = reader.next(UInt32.self), rows <= ColumnFile.rowsPerGroup,
        let idSize = reader.next(UInt32.self), idSize < 1 << 28, let idDigest = reader.digest(),
        let dataSize = reader.next(UInt32.self), dataSize < 1 << 28, let crc = reader.next(UInt32.self),
        let first = reader.id(), let last = reader.id()
      else { return nil }
      let end = offset + Int(idSize)
      groups.append(
        .init(
          firstID: first, lastID: last, rows: Int(rows), idDigest: idDigest, idRange: offset..<end,
          dataRange: end..<(end + Int(dataSize)), dataCRC: crc))
      offset = end + Int(dataSize)
    }
    guard let memberCount = reader.next(UInt32.self) else { return nil }
    var members: [IndexedMember] = []
    for _ in 0..<memberCount {
      guard let part = reader.text(), PartName(part) != nil,
        let start = reader.next(UInt64.self).flatMap({ Int(exactly: $0) }),
        let end = reader.next(UInt64.self).flatMap({ Int(exactly: $0) }), start < end,
        let line = reader.next(UInt64.self).flatMap({ Int(exactly: $0) }), let first = reader.id(),
        let last = reader.id()
      else { return nil }
      members.append(
        IndexedMember(part: part, range: start..<end, firstLine: line, firstID: first, lastID: last))
    }
    self.init(
      day: CalendarDay(daysSinceEpoch: Int(day)),
      origin: .init(reader: program, manifests: manifests, files: files), groups: groups, members: members)
  }

  /// The header's length, from the file's first bytes; nil for no such file.
  static func length(_ start: [UInt8]) -> Int? {
    guard start.count >= ColumnFile.prefixLength, start.starts(with: ColumnFile.magic) else { return nil }
    var reader = ByteReader(start[8..<12])
    guard let length = reader.next(UInt32.self), length <= ColumnFile.largestHeader else { return nil }
    return Int(length)
  }

  /// Whether every group is in a file's bytes as it was written.
  func isWhole(in bytes: [UInt8]) -> Bool {
    groups.allSatisfy { group in
      group.dataRange.upperBound <= bytes.count
        && SHA256Digest(of: Array(bytes[group.idRange])) == group.idDigest
        && checksum(of: Array(bytes[group.dataRange])) == group.dataCRC
    }
  }
}

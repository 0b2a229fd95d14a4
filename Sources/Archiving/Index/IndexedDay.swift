import Files
import Model

/// A day's columns, ready to be read in slices.
struct IndexedDay: Sendable {
  let header: ColumnFile.Header
  let source: Source
  /// Whether some of the day's replies could not be read.
  var isDamaged = false

  enum Source: Sendable {
    case file(String)
    /// Where there is no index, or none can be written.
    case memory([UInt8])
  }

  /// The ids of a group, in their order; nil where they cannot be had.
  func ids(of group: ColumnFile.Group, using operations: FileOperations) -> [KOLID]? {
    guard let bytes = bytes(in: group.idRange, using: operations), bytes.count >= group.rows,
      SHA256Digest(of: bytes) == group.idDigest
    else { return nil }
    var ids: [KOLID] = []
    var start = group.rows
    for row in 0..<group.rows {
      let end = start + Int(bytes[row])
      guard end <= bytes.count, let id = KOLID(String(decoding: bytes[start..<end], as: UTF8.self)) else {
        return nil
      }
      ids.append(id)
      start = end
    }
    return ids
  }

  /// A part of the columns' bytes; nil where they cannot be had.
  func bytes(in range: Range<Int>, using operations: FileOperations) -> [UInt8]? {
    switch source {
    case .memory(let bytes):
      return bytes.count >= range.upperBound ? Array(bytes[range]) : nil
    case .file(let path):
      let bytes = try? readFile(path, in: range, using: operations)
      return bytes?.count == range.count ? bytes : nil
    }
  }
}

extension Archive {
  /// A day's columns: from the index where they are there and fit the day's files, else from the parts.
  /// - Parameters:
  ///   - isTrusted: False makes them anew whatever is there.
  ///   - skippingDamage: Leaves out what cannot be read instead of throwing; such columns are not kept.
  func indexedDay(
    _ day: CalendarDay, isTrusted: Bool = true, skippingDamage: Bool = false
  ) throws(ArchiveError) -> IndexedDay {
    let path = index.map { joinPath($0, "\(day).columns") }
    let reader = Self.readerDigest
    let files = try filesDigest(of: day)
    if isTrusted, let path, let header = header(of: path), header.day == day, header.origin.reader == reader {
      if header.origin.files == files { return IndexedDay(header: header, source: .file(path)) }
      // Files that were copied, or checked out again, have other times and the same content.
      if let file = sameContent(header, at: path, of: day, files: files) { return keep(file, at: path) }
    }
    let (rows, isDamaged) = try rows(on: day, skippingDamage: skippingDamage)
    let manifests = isDamaged ? SHA256Digest(of: []) : try manifestsDigest(of: day)
    let file = ColumnFile(rows, of: day, from: .init(reader: reader, manifests: manifests, files: files))
    guard !isDamaged else {
      return IndexedDay(header: file.header, source: .memory(file.bytes), isDamaged: true)
    }
    return keep(file, at: path)
  }

  /// The columns of a day whose files were touched and not changed; nil where they were, or where it cannot be told.
  private func sameContent(
    _ header: ColumnFile.Header, at path: String, of day: CalendarDay, files: SHA256Digest
  ) -> ColumnFile? {
    do throws(ArchiveError) {
      guard try manifestsDigest(of: day) == header.origin.manifests else { return nil }
      try checkAllParts(on: day)
    } catch {
      // Reading the parts will tell what is wrong with them.
      return nil
    }
    guard let bytes = try? readFile(path, using: operations), header.isWhole(in: bytes) else { return nil }
    let origin = ColumnFile.Origin(
      reader: header.origin.reader, manifests: header.origin.manifests, files: files)
    return ColumnFile(header, bytes, from: origin)
  }

  private func keep(_ file: ColumnFile, at path: String?) -> IndexedDay {
    guard let path, let index else { return IndexedDay(header: file.header, source: .memory(file.bytes)) }
    do throws(FileError) {
      try createFolder(index, using: operations)
      try replaceFile(file.bytes, at: path, using: operations)
      return IndexedDay(header: file.header, source: .file(path))
    } catch {
      // A cache that cannot be written costs time the next time, and nothing else.
      return IndexedDay(header: file.header, source: .memory(file.bytes))
    }
  }

  private func header(of path: String) -> ColumnFile.Header? {
    guard let start = try? readFile(path, in: 0..<4_096, using: operations),
      let length = ColumnFile.Header.length(start)
    else { return nil }
    let end = ColumnFile.prefixLength + length
    if start.count >= end { return ColumnFile.Header(start) }
    return (try? readFile(path, in: 0..<end, using: operations)).flatMap(ColumnFile.Header.init)
  }

  /// Reads every listed part's bytes, and lists the folder, without reading a line.
  private func checkAllParts(on day: CalendarDay) throws(ArchiveError) {
    for manifest in try manifests(on: day) {
      try checkUnlistedParts(of: manifest)
      for part in manifest.parts { _ = try openPart(part, on: day) }
    }
  }

  // MARK: What an index depends on

  /// How this program turns replies into readings. To be told apart, another way needs another number here.
  static let readerDigest: SHA256Digest = {
    var text = "columns 3\n"
    for metric in History.chartedMetrics { text += "\(metric.id) \(metric.origin)\n" }
    for field in FieldCatalog.builtIn.fields {
      text += "\(field.key) \(field.type) \(field.zero) \(field.group) \(field.unit)\n"
    }
    for key in ComparedFields.keysBesideFollowers { text += "\(key)\n" }
    for reason in FetchFailure.Reason.allCases { text += "\(reason.rawValue)\n" }
    return SHA256Digest(of: Array(text.utf8))
  }()

  private func manifestsDigest(of day: CalendarDay) throws(ArchiveError) -> SHA256Digest {
    var text = ""
    for run in try counted(try runs(on: day), on: day) {
      let path = manifestPath(of: day, run)
      let bytes = try onDisk { () throws(FileError) in try readFile(path, using: operations) }
      text += "\(ManifestName(run: run)) \(SHA256Digest(of: bytes))\n"
    }
    return SHA256Digest(of: Array(text.utf8))
  }

  /// Names, sizes and times of the day's manifests and parts, and of what says which of them were pruned.
  private func filesDigest(of day: CalendarDay) throws(ArchiveError) -> SHA256Digest {
    var text = ""
    for name in try names(in: dayFolder(of: day))
    where ManifestName(name) != nil || PartName(name) != nil || name.utf8.elementsEqual("pruned.json".utf8) {
      switch try status(joinPath(dayFolder(of: day), name)) {
      case .file(let size, let modified):
        text += "\(name) \(size) \(modified.seconds) \(modified.nanoseconds)\n"
      default: text += "\(name)\n"
      }
    }
    // A journal that is there explains parts that no manifest lists.
    for shard in Set(try runsWithFiles(on: day).map(\.shard)).sorted(by: precedes)
    where try hasJournal(day, of: shard) {
      text += "\(JournalName(day: day, shard: shard))\n"
    }
    return SHA256Digest(of: Array(text.utf8))
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The links and the ids of a page.
struct PageScan: Sendable, Hashable {
  /// The values of `href`, `src` and `xlink:href`, in order, with character references undone.
  var links: [[UInt8]] = []
  var ids: Set<[UInt8]> = []
}

/// Reads the tags of a page that kolsite wrote; it knows no more HTML than such a page has.
///
/// Every page of a site is read, so it looks at each byte once and makes nothing but a list of places. Of the part that no
/// person wrote it reads only the tags that have a link or an id.
struct PageScanner {
  private(set) var found = Places()
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  /// Where the values are in a page, as they are written there.
  struct Places: Sendable {
    /// Of `href`, `src` and `xlink:href`.
    var links: [Range<Int>] = []
    var ids: [Range<Int>] = []
  }

  static func scan(_ bytes: [UInt8], generated: Range<Int>? = nil) -> PageScan {
    bytes.withUnsafeBufferPointer { page in
      let found = PageScanner(page, generated: generated).found
      return PageScan(
        links: found.links.map { value(bytes[$0]) }, ids: Set(found.ids.map { value(bytes[$0]) }))
    }
  }

  /// An attribute's value with character references undone.
  static func value(_ text: ArraySlice<UInt8>) -> [UInt8] { unescaped(text, escape: UInt8(ascii: "&")) }

  /// - Parameters:
  ///   - bytes: A page that outlives the scanner.
  ///   - generated: See ``OutputFile/generated``.
  init(_ bytes: UnsafeBufferPointer<UInt8>, generated: Range<Int>? = nil) {
    self.bytes = bytes
    let generated = (generated ?? 0..<0).clamped(to: 0..<bytes.count)
    while let open = next(UInt8(ascii: "<"), from: place) {
      if generated.contains(open) {
        place = open
        scanGenerated(upTo: generated.upperBound)
        continue
      }
      place = open + 1
      guard place < bytes.count else { return }
      if isNext("!--") {
        skipComment()
      } else if Self.isLetter(bytes[place]) {
        let name = takeName()
        takeAttributes()
        // Their text has no tags.
        if isName(name, "script") { skipText(of: "script") }
        if isName(name, "style") { skipText(of: "style") }
      }
    }
  }

  /// Goes from one `=` to the next behind a letter that a name of interest ends with, and reads the tag that it is in.
  private mutating func scanGenerated(upTo end: Int) {
    let start = place
    while let equals = next(UInt8(ascii: "="), from: max(place, start + 1)), equals < end {
      place = equals + 1
      switch bytes[equals - 1] {
      case UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "c"): break
      default: continue
      }
      var open = equals - 1
      while open > start, bytes[open] != UInt8(ascii: "<"), bytes[open] != UInt8(ascii: ">") { open -= 1 }
      // Else it is text.
      guard bytes[open] == UInt8(ascii: "<") else { continue }
      place = open + 1
      _ = takeName()
      takeAttributes()
      place = max(place, equals + 1)
    }
    place = max(place, end)
  }

  private func next(_ byte: UInt8, from start: Int) -> Int? {
    // Most tags follow another.
    if start < bytes.count, bytes[start] == byte { return start }
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  /// Passes over a name and tells where it is.
  private mutating func takeName() -> Range<Int> {
    let start = place
    while place < bytes.count, !Self.nameEnds.contains(bytes[place]) { place += 1 }
    return start..<place
  }

  /// Compares a name without case.
  /// - Parameter expected: In lower case.
  private func isName(_ name: Range<Int>, _ expected: StaticString) -> Bool {
    guard name.count == expected.utf8CodeUnitCount else { return false }
    for offset in 0..<name.count {
      let (byte, letter) = (bytes[name.lowerBound + offset], expected.utf8Start[offset])
      guard byte == letter || (Self.isLetter(letter) && byte | 0x20 == letter) else { return false }
    }
    return true
  }

  /// Reads everything up to the tag's `>`.
  private mutating func takeAttributes() {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: ">") {
        place += 1
        return
      }
      let name = takeName()
      guard let last = name.last else {
        place += 1
        continue
      }
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { continue }
      place += 1
      skipSpace()
      let value = takeValue()
      // Most names have another end.
      switch bytes[last] | 0x20 {
      case UInt8(ascii: "d"): if isName(name, "id") { found.ids.append(value) }
      case UInt8(ascii: "c"): if isName(name, "src") { found.links.append(value) }
      case UInt8(ascii: "f"):
        if isName(name, "href") || isName(name, "xlink:href") { found.links.append(value) }
      default: break
      }
    }
  }

  /// Passes over a value and tells where it is, without its quotes.
  private mutating func takeValue() -> Range<Int> {
    guard place < bytes.count else { return place..<place }
    let quote = bytes[place]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let start = place + 1
      let end = next(quote, from: start) ?? bytes.count
      place = min(end + 1, bytes.count)
      return min(start, bytes.count)..<end
    }
    let start = place
    while place < bytes.count, !Self.spaces.contains(bytes[place]), bytes[place] != UInt8(ascii: ">") {
      place += 1
    }
    return start..<place
  }

  private mutating func skipSpace() {
    while place < bytes.count, Self.spaces.contains(bytes[place]) { place += 1 }
  }

  private func isNext(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }

  /// To the end of a comment, `-->` or `--!>`.
  private mutating func skipComment() {
    while let dash = next(UInt8(ascii: "-"), from: place) {
      place = dash
      for end: StaticString in ["-->", "--!>"] where isNext(end) {
        place += end.utf8CodeUnitCount
        return
      }
      place += 1
    }
    place = bytes.count
  }

  /// Past the name in the end tag of an element whose text has no tags.
  private mutating func skipText(of element: StaticString) {
    while let open = next(UInt8(ascii: "<"), from: place) {
      place = open + 1
      guard place < bytes.count, bytes[place] == UInt8(ascii: "/") else { continue }
      place += 1
      let end = place + element.utf8CodeUnitCount
      if end <= bytes.count, isName(place..<end, element) {
        place = end
        return
      }
    }
    place = bytes.count
  }

  /// Undoes one kind of escape, `%` or `&`; what is not an escape for one byte stays as it is.
  static func unescaped(_ text: ArraySlice<UInt8>, escape: UInt8) -> [UInt8] {
    var result: [UInt8] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == escape, let (value, end) = EscapedByte.read(text[place...]) {
        result.append(value)
        place = end
      } else {
        result.append(text[place])
        place += 1
      }
    }
    return result
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static var spaces: LowBytes { LowBytes(bits: 0x3E00 | 1 << 0x20) }
  /// Spaces, quotes, `/`, `<`, `=` and `>`.
  private static var nameEnds: LowBytes {
    LowBytes(bits: spaces.bits | 1 << 0x22 | 1 << 0x27 | 1 << 0x2F | 7 << 0x3C)
  }
}

/// Some of the bytes below 64, a bit each.
private struct LowBytes {
  let bits: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool { byte < 64 && bits >> UInt64(byte) & 1 == 1 }
}

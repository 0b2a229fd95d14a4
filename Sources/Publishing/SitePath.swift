#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A path inside the site, relative to its top, with `/`; equal and ordered by its bytes.
///
/// Two `String`s are equal when they look alike (a composed and a decomposed `é`), but they name two
/// files, and taking one for the other would remove a file that kolsite did not write.
struct SitePath: Sendable, Hashable, Comparable {
  let text: String

  /// Takes any path, also one that kolsite would never write.
  init(found text: String) {
    self.text = text
  }

  /// Checks a path that kolsite is to write.
  init(checking text: String) throws(PublishingError) {
    if let problem = Self.problem(in: Array(text.utf8)) {
      throw .invalidPath(text, problem)
    }
    self.text = text
  }

  /// The folders that hold it, from the top: `kol`, `kol/anna`.
  var folders: [SitePath] {
    let bytes = Array(text.utf8)
    return bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map {
      SitePath(found: String(decoding: bytes[..<$0], as: UTF8.self))
    }
  }

  /// Whether it ends in `.html`.
  var isPage: Bool { text.utf8.reversed().starts(with: ".html".utf8.reversed()) }

  /// What is the same file on a disk that ignores case and composition.
  ///
  /// A `String` here, because its comparison ignores composition too.
  var folded: String {
    // What most paths are; they share their text with what they are folded to.
    let isFolded = text.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    return isFolded ? text : text.lowercased()
  }

  static func == (left: SitePath, right: SitePath) -> Bool {
    left.text.utf8.count == right.text.utf8.count && compare(left, right) == 0
  }

  static func < (left: SitePath, right: SitePath) -> Bool {
    let order = compare(left, right)
    return order == 0 ? left.text.utf8.count < right.text.utf8.count : order < 0
  }

  func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// How their bytes differ first, as far as both go: below zero where the left one is less.
  private static func compare(_ left: SitePath, _ right: SitePath) -> Int32 {
    left.withBytes { left in
      right.withBytes { right in
        guard let one = left.baseAddress, let other = right.baseAddress else { return 0 }
        return memcmp(one, other, min(left.count, right.count))
      }
    }
  }

  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var text = text
    return text.withUTF8(body)
  }

  private static func problem(in bytes: [UInt8]) -> PublishingError.PathProblem? {
    if bytes.first == UInt8(ascii: "/") { return .absolute }
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return .controlCharacter }
    if bytes.contains(UInt8(ascii: "\\")) { return .backslash }
    for part in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if part.isEmpty { return .emptyPart }
      if part.first == UInt8(ascii: ".") { return .dot }
      if part.count > 255 { return .tooLong }
    }
    return bytes.count > 1_024 ? .tooLong : nil
  }
}

/// What an address of a frame does.
struct FrameAddress {
  /// In lower case, without what a browser passes over, and with ``FrameText/value`` for each value.
  let bytes: [UInt8]

  init(_ written: some Collection<UInt8>) {
    bytes = Self.plain(written)
  }

  static func plain(_ written: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in lowercased(written.filter { $0 > 0x20 }).utf8 {
      result.append(byte)
      if result.suffix(FrameText.mark.count).elementsEqual(FrameText.mark) {
        result.removeLast(FrameText.mark.count)
        result.append(FrameText.value)
      }
    }
    return result
  }

  var isScript: Bool {
    // A value may be empty.
    [bytes, bytes.filter { $0 != FrameText.value }].contains { bytes in
      bytes.starts(with: "javascript:".utf8) || bytes.starts(with: "vbscript:".utf8)
    }
  }

  var isData: Bool { bytes.starts(with: "data:".utf8) }

  /// The scheme and host, in lower case; nil for an address of this site, and for `data:`.
  var origin: String? {
    // A value may be empty.
    Self.origin(of: bytes) ?? Self.origin(of: bytes.filter { $0 != FrameText.value })
  }

  private static func origin(of address: [UInt8]) -> String? {
    let slashes = address.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    if slashes.starts(with: "//".utf8) { return "https:" + head(slashes[...], after: 2) }
    guard let colon = slashes.firstIndex(of: UInt8(ascii: ":")),
      !slashes[..<colon].contains(where: { "/?#".utf8.contains($0) || $0 == FrameText.value }), colon > 0
    else { return nil }
    if slashes[..<colon].elementsEqual("data".utf8) { return nil }
    return head(slashes[...], after: colon + 3)
  }

  /// An address up to the end of its host.
  private static func head(_ address: ArraySlice<UInt8>, after count: Int) -> String {
    let rest = address.dropFirst(count).prefix { !"/?#".utf8.contains($0) }
    return String(decoding: address.prefix(count) + rest.filter { $0 > 0x20 }, as: UTF8.self)
  }
}

/// What a style of a frame loads.
struct FrameStyle {
  /// Where it loads from, in the order written; a path of this site is none.
  let origins: [String]
  /// Whether it has an escape, which could hide an address.
  let hasEscape: Bool

  init(_ text: [UInt8]) {
    let lower = Array(lowercased(text).utf8)
    hasEscape = lower.contains(UInt8(ascii: "\\"))
    let plain = FrameAddress.plain(Self.withoutData(lower))
    var found: [String] = []
    var index = 0
    // Comments and texts are looked at, too: what is one of them depends on more than this knows.
    while index < plain.count {
      let rest = plain[index...]
      let scheme = ["https:", "http:", "ftp:"].first { rest.starts(with: $0.utf8) } ?? ""
      let count = scheme.utf8.count
      if !scheme.isEmpty || rest.starts(with: "//".utf8) {
        let host = rest.dropFirst(count).drop { $0 == UInt8(ascii: "/") }
        let name = host.prefix { !"/?#\"'();,}".utf8.contains($0) }
        found.append("\(scheme.isEmpty ? "https:" : scheme)//" + String(decoding: name, as: UTF8.self))
        index = name.endIndex
      } else {
        index += 1
      }
    }
    origins = found
  }

  /// Takes out pictures and fonts that are written in the style itself, in whose digits are slashes.
  private static func withoutData(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if let end = endOfData(text[index...]) {
        index = end
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  private static func endOfData(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.starts(with: "url(".utf8) else { return nil }
    var rest = text.dropFirst(4)
    let quote = rest.first.flatMap { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") ? $0 : nil }
    if quote != nil { rest = rest.dropFirst() }
    guard ["data:image/", "data:font/", "data:application/"].contains(where: { rest.starts(with: $0.utf8) })
    else { return nil }
    rest = rest.drop { isLetter($0) || (0x2B...0x3B).contains($0) || $0 == UInt8(ascii: "=") }
    if let quote {
      guard rest.first == quote else { return nil }
      rest = rest.dropFirst()
    }
    return rest.first == UInt8(ascii: ")") ? rest.startIndex + 1 : nil
  }
}

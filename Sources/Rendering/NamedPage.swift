import Model

/// A page of something that a person named: a group of the roster, a basket.
struct NamedPage: Sendable, Hashable {
  let name: String
  /// The name of its folder: lower-case ASCII letters, digits and hyphens.
  let slug: String

  /// Gives each name a folder of its own, in the order of the names.
  ///
  /// A name that has nothing but ASCII is its own folder in lower case; one that shares that with another, is no
  /// name for a folder everywhere, or has anything else in it, ends in two hyphens, which no plain name has, and a
  /// hash of its bytes.
  static func pages(for names: [String]) -> [NamedPage] {
    let plain = names.map(plainSlug)
    let uses = Dictionary(plain.map { ($0, 1) }, uniquingKeysWith: +)
    return names.indices.map { index in
      let slug = plain[index]
      let isShared = uses[slug, default: 0] > 1
      let isComplete = names[index].utf8.allSatisfy { $0 < 0x80 }
      let isUsable = !slug.utf8.isEmpty && fileNameProblem(slug) == nil
      if isComplete, !isShared, isUsable { return NamedPage(name: names[index], slug: slug) }
      let hash = String(stableHash(of: names[index].utf8), radix: 36)
      return NamedPage(name: names[index], slug: "\(slug.utf8.isEmpty ? "u" : slug)--\(hash)")
    }
  }

  /// What is left of a name in a folder's name, at most 60 bytes.
  private static func plainSlug(_ name: String) -> String {
    var bytes: [UInt8] = []
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): bytes.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
      default: if bytes.last.map({ $0 != UInt8(ascii: "-") }) ?? false { bytes.append(UInt8(ascii: "-")) }
      }
    }
    bytes = Array(bytes.prefix(60))
    while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

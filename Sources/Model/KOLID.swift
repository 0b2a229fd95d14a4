/// A creator's Xiaohongshu user id: 1 to 64 of `0-9 a-z A-Z _ -`.
///
/// The id names files, folders and links, so nothing that is not on that list ever becomes one.
/// Ids compare by byte.
public struct KOLID: Sendable, Hashable, Comparable {
  public let text: String

  /// Creates an id; nil where `text` is empty, too long or has any other byte.
  public init?(_ text: String) {
    var text = text
    let isID = text.withUTF8 { (1...64).contains($0.count) && $0.allSatisfy(Self.isAllowed) }
    guard isID else { return nil }
    self.text = text
  }

  public static func < (left: KOLID, right: KOLID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension KOLID: CustomStringConvertible {
  public var description: String { text }
}

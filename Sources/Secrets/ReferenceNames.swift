/// HTML's names of ASCII characters and of what does not show, as a tree of letters. Letters and digits have none.
struct ReferenceNames: Sendable {
  static let all = ReferenceNames([
    (0x09, "Tab"), (0x0A, "NewLine"), (0x21, "excl"), (0x22, "quot QUOT"), (0x23, "num"), (0x24, "dollar"),
    (0x25, "percnt"), (0x26, "amp AMP"), (0x27, "apos"), (0x28, "lpar"), (0x29, "rpar"), (0x2A, "ast midast"),
    (0x2B, "plus"), (0x2C, "comma"), (0x2E, "period"), (0x2F, "sol"), (0x3A, "colon"), (0x3B, "semi"),
    (0x3C, "lt LT"), (0x3D, "equals"), (0x3E, "gt GT"), (0x3F, "quest"), (0x40, "commat"),
    (0x5B, "lsqb lbrack"), (0x5C, "bsol"), (0x5D, "rsqb rbrack"), (0x5E, "Hat"), (0x5F, "lowbar UnderBar"),
    (0x60, "grave DiacriticalGrave"), (0x7B, "lcub lbrace"), (0x7C, "verbar vert VerticalLine"),
    (0x7D, "rcub rbrace"), (0xAD, "shy"), (0x200B, "ZeroWidthSpace NegativeThickSpace NegativeMediumSpace"),
    (0x200B, "NegativeThinSpace NegativeVeryThinSpace"), (0x200C, "zwnj"), (0x200D, "zwj"), (0x200E, "lrm"),
    (0x200F, "rlm"), (0x2060, "NoBreak"), (0x2061, "af ApplyFunction"), (0x2062, "it InvisibleTimes"),
    (0x2063, "ic InvisibleComma"),
  ])

  static let root = 0

  /// For each node, the node behind each of `A` to `z`; 0 for none.
  private var nodes: [Int] = Array(repeating: 0, count: Self.width)
  /// What a name that ends at a node means; 0 where none ends.
  private var values: [UInt32] = [0]

  private static let width = 58

  private init(_ lists: [(UInt32, String)]) {
    for (value, list) in lists {
      for name in list.utf8.split(separator: UInt8(ascii: " ")) {
        var node = Self.root
        for letter in name {
          let slot = node * Self.width + Int(letter - UInt8(ascii: "A"))
          if nodes[slot] == 0 {
            nodes[slot] = values.count
            values.append(0)
            nodes += [Int](repeating: 0, count: Self.width)
          }
          node = nodes[slot]
        }
        values[node] = value
      }
    }
  }

  /// The node behind a letter; nil where no name goes on with it.
  func node(behind letter: UInt8, from node: Int) -> Int? {
    guard isLetter(letter) else { return nil }
    let next = nodes[node * Self.width + Int(letter - UInt8(ascii: "A"))]
    return next == 0 ? nil : next
  }

  /// What the name that ends here means; nil where none does.
  func value(at node: Int) -> UInt32? { values[node] == 0 ? nil : values[node] }
}

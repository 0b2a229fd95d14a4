/// A drawn stand-in for a creator's picture: a mirrored pattern of squares that depends on the id alone.
struct DrawnAvatar: Sendable {
  private let noise: Noise

  /// The host that the sandbox's replies name: nobody can ever own it, and the sandbox answers for it.
  static let host = "sandbox.invalid"

  /// The name says SVG and the bytes are a PNG: every archive made with the sandbox has the name, and whoever mirrors
  /// a picture has to look at its bytes.
  static func address(of id: String) -> String { "https://\(host)/avatars/\(id).svg" }

  /// Reads `/avatars/<id>.svg`; nil for any other path.
  init?(path: String) {
    let prefix = "/avatars/".utf8
    let suffix = ".svg".utf8
    let bytes = Array(path.utf8)
    guard bytes.starts(with: prefix), bytes.reversed().starts(with: suffix.reversed()),
      bytes.count > prefix.count + suffix.count
    else { return nil }
    let id = bytes[prefix.count..<(bytes.count - suffix.count)]
    guard isWellFormedID(id) else { return nil }
    noise = Noise(id: String(decoding: id, as: UTF8.self))
  }

  /// Five rows of five squares on a plain ground.
  var png: [UInt8] {
    let (ground, ink) = Self.colours[noise.below(Self.colours.count, .avatar, 0)]
    let squares = (0..<5).map { row in
      (0..<5).map { column in noise.below(2, .avatar, 1 + row * 3 + min(column, 4 - column)) == 1 }
    }
    return TwoColourPNG(ground: ground, ink: ink, width: 120, height: 120) { x, y in
      let (column, row) = ((x - 10) / 20, (y - 10) / 20)
      return x >= 10 && y >= 10 && column < 5 && row < 5 && squares[row][column]
    }.bytes
  }

  private static let colours: [(ground: (UInt8, UInt8, UInt8), ink: (UInt8, UInt8, UInt8))] = [
    ((0xFD, 0xE8, 0xE8), (0xB4, 0x23, 0x18)), ((0xFE, 0xF0, 0xC7), (0x93, 0x37, 0x0D)),
    ((0xD1, 0xFA, 0xDF), (0x05, 0x60, 0x3A)), ((0xD1, 0xE9, 0xFF), (0x18, 0x49, 0xA9)),
    ((0xE0, 0xEA, 0xFF), (0x2D, 0x31, 0xA6)), ((0xEB, 0xE9, 0xFE), (0x59, 0x25, 0xDC)),
    ((0xFC, 0xE7, 0xF6), (0x9E, 0x16, 0x5F)), ((0xE3, 0xF2, 0xF1), (0x0F, 0x5E, 0x59)),
  ]
}

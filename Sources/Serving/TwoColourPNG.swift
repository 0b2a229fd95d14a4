/// A PNG of two colours, without compression: a bit for each pixel is small enough.
struct TwoColourPNG {
  /// The red, green and blue of what is not set, and of what is.
  let ground: (UInt8, UInt8, UInt8)
  let ink: (UInt8, UInt8, UInt8)
  /// In pixels; at least 1, and small: all rows together fit into one block of 65,535 bytes.
  let width: Int
  let height: Int
  let isSet: (_ x: Int, _ y: Int) -> Bool

  var bytes: [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", Self.big32(width) + Self.big32(height) + [1, 3, 0, 0, 0])
      + Self.chunk("PLTE", [ground.0, ground.1, ground.2, ink.0, ink.1, ink.2])
      + Self.chunk("IDAT", Self.stored(rows))
      + Self.chunk("IEND", [])
  }

  /// Each row begins with its filter, which is none.
  private var rows: [UInt8] {
    var rows: [UInt8] = []
    for y in 0..<height {
      rows.append(0)
      for start in stride(from: 0, to: width, by: 8) {
        rows.append(
          (0..<8).reduce(UInt8(0)) { byte, bit in
            let x = start + bit
            return byte << 1 | (x < width && isSet(x, y) ? 1 : 0)
          })
      }
    }
    return rows
  }

  /// The zlib format with the bytes as they are, in one block.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt16(truncatingIfNeeded: bytes.count)
    func little(_ number: UInt16) -> [UInt8] {
      [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
    }
    var low = 1
    var high = 0
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return [0x78, 0x01, 0x01] + little(count) + little(~count) + bytes + big32(high << 16 | low)
  }

  private static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + body
    var remainder: UInt32 = ~0
    for byte in checked {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
    }
    return big32(body.count) + checked + big32(Int(~remainder))
  }

  private static func big32(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

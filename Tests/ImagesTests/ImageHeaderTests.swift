import Testing

@testable import Images

/// A picture is what its first bytes are, and hostile ones are no picture and no crash.
struct ImageHeaderTests {
  private static func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func little(_ number: Int, _ count: Int) -> [UInt8] { big(number, count).reversed() }

  static func png(_ width: Int, _ height: Int, depth: UInt8 = 8, colours: UInt8 = 6) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13, 4) + Array("IHDR".utf8) + big(width, 4)
      + big(height, 4) + [depth, colours, 0, 0, 0] + [1, 2, 3, 4]
  }

  static func gif(_ width: Int, _ height: Int, version: String = "GIF89a") -> [UInt8] {
    Array(version.utf8) + little(width, 2) + little(height, 2) + [0, 0, 0, 0x3B]
  }

  static func jpeg(_ width: Int, _ height: Int, frame: UInt8 = 0xC0, before: [UInt8] = []) -> [UInt8] {
    [0xFF, 0xD8, 0xFF, 0xE0] + big(16, 2) + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0] + before
      + [0xFF, frame] + big(17, 2) + [8] + big(height, 2) + big(width, 2) + [3]
      + [UInt8](repeating: 1, count: 9)
  }

  private static func webp(_ kind: String, _ body: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + little(body.count + 12, 4) + Array("WEBP".utf8) + Array(kind.utf8)
      + little(body.count, 4) + body
  }

  static func lossy(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8 ", [0x10, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2))
  }

  static func lossless(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8L", [0x2F] + little((height - 1) << 14 | (width - 1), 4))
  }

  static func extended(_ width: Int, _ height: Int) -> [UInt8] {
    webp("VP8X", [0x10, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
  }

  private static let good: [([UInt8], ImageHeader)] = [
    (png(120, 80), ImageHeader(.png, width: 120, height: 80)),
    (png(70_000, 1, depth: 1, colours: 3), ImageHeader(.png, width: 70_000, height: 1)),
    (gif(120, 80), ImageHeader(.gif, width: 120, height: 80)),
    (gif(1, 65_535, version: "GIF87a"), ImageHeader(.gif, width: 1, height: 65_535)),
    (jpeg(120, 80), ImageHeader(.jpeg, width: 120, height: 80)),
    (jpeg(640, 480, frame: 0xC2), ImageHeader(.jpeg, width: 640, height: 480)),
    // An EXIF segment, fill bytes and a table before the frame.
    (
      jpeg(300, 200, before: [0xFF, 0xE1, 0, 6, 1, 2, 3, 4, 0xFF, 0xFF, 0xFF, 0xDB, 0, 2]),
      ImageHeader(.jpeg, width: 300, height: 200)
    ),
    (lossy(120, 80), ImageHeader(.webp, width: 120, height: 80)),
    (lossy(120 | 0x4000, 80 | 0xC000), ImageHeader(.webp, width: 120, height: 80)),
    (lossless(16_384, 80), ImageHeader(.webp, width: 16_384, height: 80)),
    (extended(1 << 24, 80), ImageHeader(.webp, width: 1 << 24, height: 80)),
  ]

  @Test(arguments: good)
  func theFormatAndTheSizeAreRead(_ bytes: [UInt8], _ header: ImageHeader) {
    #expect(ImageHeader(bytes) == header)
  }

  @Test(arguments: good)
  func aHeaderThatIsCutOffIsNoPicture(_ bytes: [UInt8], _ header: ImageHeader) {
    // How many of the bytes are behind the header.
    let rest =
      switch header.format {
      case .png: 4
      case .jpeg: 9
      case .gif: 1
      case .webp: 0
      }
    for count in 0..<(bytes.count - rest) { #expect(ImageHeader(Array(bytes[..<count])) == nil) }
    #expect(ImageHeader(Array(bytes[..<(bytes.count - rest)])) == header)
  }

  private static let hostile: [[UInt8]] = [
    [], [0xFF], Array("<svg xmlns=\"http://www.w3.org/2000/svg\"/>".utf8), Array("<!doctype html>".utf8),
    Array("%PDF-1.7".utf8), Array("BM".utf8), [0, 0, 0, 0x1C] + Array("ftypavif".utf8),
    png(0, 80), png(80, 0), png(8, 8, depth: 3), png(8, 8, depth: 16, colours: 3), png(8, 8, colours: 5),
    gif(0, 1), gif(1, 0), gif(1, 1, version: "GIF88a"), jpeg(0, 5),
    // The height that a later segment would have to give.
    jpeg(5, 0),
    // A length that leads back, pictures without a frame, a frame whose length is another's.
    [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xD9],
    [0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xDA, 0, 2], [0xFF, 0xD8, 0xFF, 0xD8, 0xFF, 0xE0],
    [0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 5_000),
    [0xFF, 0xD8, 0xFF, 0xC0, 0, 16, 8, 0, 9, 0, 9, 3] + [UInt8](repeating: 1, count: 9),
    [0xFF, 0xD8, 0xFF, 0xC0, 0, 8, 8, 0, 9, 0, 9, 0], [0xFF, 0xD8, 0xFF, 0xC4, 0, 17, 8, 0, 9, 0, 9, 3],
    webp("VP8 ", [0x11, 0, 0, 0x9D, 0x01, 0x2A, 9, 0, 9, 0]),
    webp("VP8 ", [0x10, 0, 0, 1, 2, 3, 9, 0, 9, 0]),
    webp("VP8L", [0x2E, 0, 0, 0, 0]), webp("VP8L", [0x2F, 0, 0, 0, 0xE0]), webp("ALPH", [0, 0, 0, 0]),
    lossy(0, 9), Array("RIFF".utf8),
  ]

  @Test(arguments: hostile)
  func anythingElseIsNoPicture(_ bytes: [UInt8]) {
    #expect(ImageHeader(bytes) == nil)
  }

  /// Bytes that nobody meant: whatever is read, it is an area, and nothing traps.
  @Test func noisyHeadersNeverTrap() {
    var random = SplitMix(state: 20_261_122)
    for _ in 0..<20_000 {
      var bytes = Self.good[Int(random.next() % UInt64(Self.good.count))].0
      for _ in 0...(random.next() % 4) {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
      if let header = ImageHeader(bytes) {
        #expect(header.width > 0 && header.height > 0)
      }
    }
  }
}

/// Random numbers that are the same in every run.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

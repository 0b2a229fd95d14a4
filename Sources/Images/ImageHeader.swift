/// What a picture's first bytes say of it: its format and its size in pixels. Nothing is decoded.
///
/// The bytes may be anyone's. The format comes from them alone, never from a name or a header of HTTP.
public struct ImageHeader: Sendable, Hashable {
  public let format: Format
  /// At least 1.
  public let width: Int
  public let height: Int

  /// The formats that every browser shows and that hold no script.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    case jpeg = "jpg"
    case png
    case webp
    case gif

    /// As in a file's name, without the dot.
    public var fileExtension: String { rawValue }
  }

  /// Reads a header; nil for anything that is none of the formats, is cut off in its header, or has no area.
  public init?(_ bytes: [UInt8]) {
    let reader = HeaderBytes(bytes)
    guard let found = Self.png(reader) ?? Self.jpeg(reader) ?? Self.gif(reader) ?? Self.webp(reader),
      found.width > 0, found.height > 0
    else { return nil }
    self = found
  }

  init(_ format: Format, width: Int, height: Int) {
    self.format = format
    self.width = width
    self.height = height
  }

  private static func png(_ bytes: HeaderBytes) -> ImageHeader? {
    guard bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0), bytes.big32(at: 8) == 13,
      bytes.has("IHDR", at: 12), let width = bytes.big32(at: 16), let height = bytes.big32(at: 20),
      let depth = bytes[24], let colours = bytes[25], bytes.has([0, 0], at: 26), let interlace = bytes[28]
    else { return nil }
    let depths: [UInt8] =
      switch colours {
      case 0: [1, 2, 4, 8, 16]
      case 3: [1, 2, 4, 8]
      case 2, 4, 6: [8, 16]
      default: []
      }
    guard depths.contains(depth), interlace <= 1 else { return nil }
    return ImageHeader(.png, width: width, height: height)
  }

  private static func gif(_ bytes: HeaderBytes) -> ImageHeader? {
    guard bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0), bytes[12] != nil,
      let width = bytes.little16(at: 6), let height = bytes.little16(at: 8)
    else { return nil }
    return ImageHeader(.gif, width: width, height: height)
  }

  /// Walks the segments up to the one that describes the frame.
  private static func jpeg(_ bytes: HeaderBytes) -> ImageHeader? {
    guard bytes.has([0xFF, 0xD8, 0xFF], at: 0) else { return nil }
    var place = 2
    while bytes[place] == 0xFF {
      guard let marker = bytes[place + 1] else { return nil }
      switch marker {
      case 0xFF:
        // A marker may be preceded by any number of these.
        place += 1
        continue
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
        guard let height = bytes.big16(at: place + 5), let width = bytes.big16(at: place + 7),
          let components = bytes[place + 9], (1...4).contains(components),
          bytes.big16(at: place + 2) == 8 + 3 * Int(components)
        else { return nil }
        return ImageHeader(.jpeg, width: width, height: height)
      case 0x00, 0x01, 0xD0...0xDA:
        // The picture's own data, its end, or a second start, before any frame.
        return nil
      default:
        guard let length = bytes.big16(at: place + 2), length >= 2 else { return nil }
        place += 2 + length
      }
    }
    return nil
  }

  private static func webp(_ bytes: HeaderBytes) -> ImageHeader? {
    guard bytes.has("RIFF", at: 0), bytes.has("WEBP", at: 8) else { return nil }
    if bytes.has("VP8 ", at: 12) {
      guard let tag = bytes[20], tag & 1 == 0, bytes.has([0x9D, 0x01, 0x2A], at: 23),
        let width = bytes.little16(at: 26), let height = bytes.little16(at: 28)
      else { return nil }
      // The upper two bits are a scale for showing.
      return ImageHeader(.webp, width: width & 0x3FFF, height: height & 0x3FFF)
    }
    if bytes.has("VP8L", at: 12) {
      guard bytes[20] == 0x2F, let low = bytes.little16(at: 21), let high = bytes.little16(at: 23) else {
        return nil
      }
      let bits = high << 16 | low
      guard bits >> 29 == 0 else { return nil }
      return ImageHeader(.webp, width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    }
    guard bytes.has("VP8X", at: 12), let width = bytes.little24(at: 24), let height = bytes.little24(at: 27)
    else { return nil }
    return ImageHeader(.webp, width: width + 1, height: height + 1)
  }
}

/// Bytes of which any place may be asked for; beyond their end there is nothing.
private struct HeaderBytes {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  subscript(place: Int) -> UInt8? {
    bytes.indices.contains(place) ? bytes[place] : nil
  }

  func has(_ expected: some Collection<UInt8>, at place: Int) -> Bool {
    bytes.dropFirst(place).starts(with: expected)
  }

  func has(_ expected: StaticString, at place: Int) -> Bool {
    expected.withUTF8Buffer { has($0, at: place) }
  }

  func big16(at place: Int) -> Int? { number(place, place + 1) }
  func big32(at place: Int) -> Int? { number(place, place + 1, place + 2, place + 3) }
  func little16(at place: Int) -> Int? { number(place + 1, place) }
  func little24(at place: Int) -> Int? { number(place + 2, place + 1, place) }

  /// The bytes at some places as one number, the first the highest.
  private func number(_ places: Int...) -> Int? {
    var number = 0
    for place in places {
      guard let byte = self[place] else { return nil }
      number = number << 8 | Int(byte)
    }
    return number
  }
}

import CDeflate
import Files
import Model

/// Reads the numbers of a binary file one after the other; nil wherever the bytes do not suffice or do not fit.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  mutating func next<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    guard let bytes = take(MemoryLayout<Number>.size) else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }

  mutating func digest() -> SHA256Digest? {
    take(64).flatMap { SHA256Digest(hex: String(decoding: $0, as: UTF8.self)) }
  }

  /// A text of at most 255 bytes, behind their number.
  mutating func text() -> String? {
    guard let length = next(UInt8.self), let bytes = take(Int(length)) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func id() -> KOLID? { text().flatMap(KOLID.init) }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}

extension [UInt8] {
  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends an id or the name of a part, which are no longer than 255 bytes.
  mutating func append(short text: String) {
    append(UInt8(clamping: text.utf8.count))
    append(contentsOf: text.utf8)
  }
}

/// The CRC-32 of some bytes: finds what rots, not who tampers.
func checksum(of bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
}

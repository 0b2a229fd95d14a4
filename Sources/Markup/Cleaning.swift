/// Removes from a text what can disguise it, and makes it one line.
///
/// Dropped: control characters (C0, DEL, C1), noncharacters such as U+FFFE, and the bidi controls
/// U+061C, U+200E, U+200F, U+202A...U+202E and U+2066...U+2069. A line break or a tab becomes a space.
/// Joiners, variation selectors and combining marks stay, so emoji and scripts survive. Nothing is
/// trimmed.
public func cleanText(_ text: String) -> String {
  if text.utf8.allSatisfy(isOrdinary) { return text }
  var clean = MarkupBuffer(capacity: text.utf8.count)
  clean.appendEscaped(text, as: OneLine.self)
  return clean.text
}

/// Removes from a part of a text what can disguise it, and makes it one line.
public func cleanText(_ text: some StringProtocol) -> String {
  cleanText(String(text))
}

/// What stands at one place of a text, as far as cleaning is concerned.
enum TextUnit {
  /// An ASCII delimiter of the context, or any byte that only looked suspicious: it stays.
  case kept
  case dropped
  case tab
  case lineBreak
  /// U+2028.
  case lineSeparator
  /// U+2029.
  case paragraphSeparator
}

/// Whether a byte can neither be cleaned away nor begin a sequence that can.
@inline(__always)
func isOrdinary(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x00...0x1F, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF, 0xF0...0xF4: false
  default: true
  }
}

/// Reads the unit that starts at `index`, and how many bytes it takes.
///
/// `utf8` is valid UTF-8, as the bytes of every `String` are; a sequence cut short at the end is kept.
func textUnit(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (unit: TextUnit, length: Int) {
  func byte(_ offset: Int) -> UInt8 {
    index + offset < utf8.count ? utf8[index + offset] : 0
  }
  switch utf8[index] {
  case 0x09: return (.tab, 1)
  case 0x0A: return (.lineBreak, 1)
  case 0x0D: return byte(1) == 0x0A ? (.lineBreak, 2) : (.lineBreak, 1)
  case 0x00...0x1F, 0x7F: return (.dropped, 1)
  case 0xC2 where (0x80...0x9F).contains(byte(1)): return (.dropped, 2)
  case 0xD8 where byte(1) == 0x9C: return (.dropped, 2)  // U+061C
  case 0xE2 where byte(1) == 0x80:
    switch byte(2) {
    case 0x8E, 0x8F, 0xAA...0xAE: return (.dropped, 3)  // U+200E, U+200F, U+202A...U+202E
    case 0xA8: return (.lineSeparator, 3)
    case 0xA9: return (.paragraphSeparator, 3)
    default: return (.kept, 3)
    }
  case 0xE2 where byte(1) == 0x81 && (0xA6...0xA9).contains(byte(2)):
    return (.dropped, 3)  // U+2066...U+2069
  case 0xEF where byte(1) == 0xBF && byte(2) >= 0xBE: return (.dropped, 3)  // U+FFFE, U+FFFF
  case 0xEF where byte(1) == 0xB7 && (0x90...0xAF).contains(byte(2)):
    return (.dropped, 3)  // U+FDD0...U+FDEF
  case 0xF0...0xF4 where byte(1) & 0x0F == 0x0F && byte(2) == 0xBF && byte(3) >= 0xBE:
    return (.dropped, 4)  // the last two of every further plane
  default: return (.kept, 1)
  }
}

extension String {
  /// Lends the text's UTF-8 bytes, without a copy where the text is stored as UTF-8.
  @inline(__always)
  func withUTF8Bytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    if utf8.withContiguousStorageIfAvailable(body) == nil {
      Array(utf8).withUnsafeBufferPointer(body)
    }
  }
}

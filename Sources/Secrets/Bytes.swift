/// What single bytes and characters are, as far as spellings go.

/// Whether an escape starts with it.
@inline(__always)
func isOpener(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "\\")
}

func isOpener(_ value: UInt32) -> Bool { value < 0x80 && isOpener(UInt8(truncatingIfNeeded: value)) }

func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

func isHexDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
}

/// Whether a character that does not show can start with the byte.
func mayBeInvisible(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F || byte >= 0xC2 }

/// Whether nothing is to be seen of a character: controls, line breaks, joiners, marks of direction, soft hyphens,
/// selectors, and what is no character.
func isInvisible(_ value: UInt32) -> Bool {
  if value < 0x80 { return value < 0x20 || value == 0x7F }
  guard let properties = Unicode.Scalar(value)?.properties else { return false }
  switch properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator: return true
  default: return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
  }
}

/// Reads JSON from its start as far as is needed to tell what stands at a place: a text, an escape in one, a number.
struct JSONPlaces {
  /// Everything before it is read.
  private var place = 0
  private var isInText = false

  /// The place of a secret, with the whole of each escape and number that it is a part of.
  ///
  /// Never before the end of the place of the secret before it.
  mutating func widened(
    _ match: Range<Int>, in text: UnsafeBufferPointer<UInt8>
  ) -> (range: Range<Int>, isNumber: Bool) {
    let first = place
    let start = advance(to: match.lowerBound, text)
    let startsInText = isInText
    if advance(to: match.upperBound, text) < match.upperBound {
      // It ends within an escape, which is given up whole.
      place = min(text.count, place + lengthOfEscape(at: place, text))
    }
    var range = min(start, match.lowerBound)..<max(place, match.upperBound)
    guard !startsInText, text[range].allSatisfy(Self.isOfNumber) else { return (range, false) }
    while range.lowerBound > first, Self.isOfNumber(text[range.lowerBound - 1]) {
      range = (range.lowerBound - 1)..<range.upperBound
    }
    while range.upperBound < text.count, Self.isOfNumber(text[range.upperBound]) {
      range = range.lowerBound..<(range.upperBound + 1)
    }
    place = range.upperBound
    return (range, true)
  }

  /// Reads up to a place, or to the escape that it is in the middle of; returns how far.
  private mutating func advance(to target: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    while place < target {
      let byte = text[place]
      var length = 1
      if byte == UInt8(ascii: "\"") {
        isInText.toggle()
      } else if isInText, byte == UInt8(ascii: "\\") {
        length = lengthOfEscape(at: place, text)
        guard place + length <= target else { return place }
      }
      place += length
    }
    return place
  }

  /// `\n`, `\u002f`, and the two escapes of one character beyond U+FFFF.
  private func lengthOfEscape(at start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    func byte(_ distance: Int) -> UInt8 { start + distance < text.count ? text[start + distance] : 0 }
    guard byte(1) == UInt8(ascii: "u") else { return 2 }
    let isHighHalf = byte(2) | 0x20 == UInt8(ascii: "d") && "89ab".utf8.contains(byte(3) | 0x20)
    return isHighHalf && byte(6) == UInt8(ascii: "\\") && byte(7) == UInt8(ascii: "u") ? 12 : 6
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool { isDigit(byte) || "+-.eE".utf8.contains(byte) }
}

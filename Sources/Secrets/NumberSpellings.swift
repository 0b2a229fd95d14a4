/// Finds the numbers that hold a secret once they are written out: `1.2345678e7` and `1234.5678w` for `12345678`.
///
/// Whoever reads a number prints it in a way of its own, so such a secret would be in a page though it is in no text. A
/// number is compared by its digits, as it is and rounded to the millionths in which kolsite counts; ten thousands may be
/// a `w`, as the platform writes them. Time and memory are linear in the text, whatever an exponent says.
struct NumberSpellings: Sendable {
  /// The secrets that are part of a number as it is written out: digits, a point, a sign.
  private let needles: [[UInt8]]
  private let longest: Int

  init(_ needles: [Needle]) {
    self.needles = needles.map { $0.units.flatMap(\.bytes) }.filter { $0.allSatisfy(isOfWrittenNumber) }
    longest = self.needles.map(\.count).max() ?? 0
  }

  var isEmpty: Bool { needles.isEmpty }

  /// The first number behind a place that holds a secret and does not show it; with its sign.
  func firstMatch(from start: Int, _ reader: inout SpellingReader) -> Range<Int>? {
    let text = reader.text
    var place = start
    // What stands before the place, with its escapes undone, and where it begins.
    var before: (byte: UInt8, start: Int)?
    while place < text.count {
      guard let first = Self.digit(at: place, &reader) else {
        let other = reader.ascii(at: place)
        before = other.map { ($0.byte, place) }
        place = other?.end ?? place + 1
        continue
      }
      var number = WrittenNumber()
      let end = number.read(from: place, first, &reader)
      // Within a word, as in a digest, it is no number.
      let isInWord = before.map { isOfWord($0.byte) } ?? false
      if !isInWord, !(end < text.count && isOfWord(text[end])) {
        let sign = before.flatMap { $0.byte == UInt8(ascii: "-") ? $0.start : nil }
        number.isNegative = sign != nil
        if holdsSecret(number) { return (sign ?? place)..<end }
      }
      before = (text[end - 1], end - 1)
      place = end
    }
    return nil
  }

  private static func digit(at place: Int, _ reader: inout SpellingReader) -> SpellingReader.ASCII? {
    guard isDigit(reader.text[place]) || isOpener(reader.text[place]) else { return nil }
    return reader.ascii(at: place).flatMap { isDigit($0.byte) ? $0 : nil }
  }

  private func holdsSecret(_ number: WrittenNumber) -> Bool {
    if number.isScaled, holdsSecret(number.text(zeros: longest)) { return true }
    return number.roundedUp.map { holdsSecret($0.text(zeros: longest)) } ?? false
  }

  private func holdsSecret(_ text: [UInt8]) -> Bool {
    needles.contains { needle in
      guard let last = text.indices.last.map({ $0 - needle.count + 1 }), last >= 0 else { return false }
      return (0...last).contains { text[$0..<($0 + needle.count)].elementsEqual(needle) }
    }
  }
}

/// A decimal number: its digits, and behind how many of them the point is.
private struct WrittenNumber {
  var isNegative = false
  var digits: [UInt8] = []
  /// Below 0 where zeros stand between the point and the digits, beyond their number where zeros follow them.
  var point = 0
  /// Whether it is written with an exponent or a `w`, so that its text does not show its digits where they are.
  var isScaled = false

  /// More than any text has zeros.
  private static let farthest = 1 << 40

  /// Reads as much of a number as there is.
  /// - Returns: Where it ends.
  mutating func read(from start: Int, _ first: SpellingReader.ASCII, _ reader: inout SpellingReader) -> Int {
    digits = [first.byte]
    var end = Self.readDigits(from: first.end, &reader) { digits.append($0) }
    point = digits.count
    if let dot = reader.ascii(at: end), dot.byte == UInt8(ascii: ".") {
      let behind = Self.readDigits(from: dot.end, &reader) { digits.append($0) }
      if digits.count > point { end = behind }
    }
    guard let mark = reader.ascii(at: end) else { return end }
    if mark.byte == UInt8(ascii: "w") {
      isScaled = true
      point += 4
      return mark.end
    }
    guard mark.byte | 0x20 == UInt8(ascii: "e") else { return end }
    let sign = reader.ascii(at: mark.end).flatMap { "+-".utf8.contains($0.byte) ? $0 : nil }
    var exponent = 0
    let digitsStart = sign?.end ?? mark.end
    let behind = Self.readDigits(from: digitsStart, &reader) {
      exponent = min(exponent * 10 + Int($0 - UInt8(ascii: "0")), Self.farthest)
    }
    guard behind > digitsStart else { return end }
    isScaled = true
    point += sign?.byte == UInt8(ascii: "-") ? -exponent : exponent
    return behind
  }

  private static func readDigits(
    from start: Int, _ reader: inout SpellingReader, _ take: (UInt8) -> Void
  ) -> Int {
    var end = start
    while let next = reader.ascii(at: end), isDigit(next.byte) {
      take(next.byte)
      end = next.end
    }
    return end
  }

  /// The number to a millionth, if that is more than its digits up to there: half away from zero, as `Quantity` reads it.
  var roundedUp: WrittenNumber? {
    let kept = point + 6
    guard digits.indices.contains(kept), digits[kept] >= UInt8(ascii: "5") else { return nil }
    var rounded = self
    rounded.digits.removeLast(digits.count - kept)
    for index in rounded.digits.indices.reversed() {
      guard rounded.digits[index] == UInt8(ascii: "9") else {
        rounded.digits[index] += 1
        return rounded
      }
      rounded.digits[index] = UInt8(ascii: "0")
    }
    rounded.digits.insert(UInt8(ascii: "1"), at: 0)
    rounded.point += 1
    return rounded
  }

  /// Without an exponent.
  /// - Parameter zeros: So many at most stand before or behind the digits: no secret that is looked for reaches farther.
  func text(zeros: Int) -> [UInt8] {
    let sign = isNegative ? [UInt8(ascii: "-")] : []
    func padding(_ count: Int) -> [UInt8] {
      Array(repeating: UInt8(ascii: "0"), count: min(count, zeros))
    }
    if point <= 0 { return sign + Array("0.".utf8) + padding(-point) + digits }
    if point >= digits.count { return sign + digits + padding(point - digits.count) }
    return sign + digits[..<point] + [UInt8(ascii: ".")] + digits[point...]
  }
}

extension SpellingReader {
  typealias ASCII = (byte: UInt8, end: Int)

  /// The character at a place with all escapes undone; nil at the end and where it is not ASCII.
  fileprivate mutating func ascii(at place: Int) -> ASCII? {
    guard place < text.count else { return nil }
    guard isOpener(text[place]) else { return (text[place], place + 1) }
    let symbol = settled(at: place, level: Self.deepest)
    return symbol.value < 0x80 ? (UInt8(truncatingIfNeeded: symbol.value), symbol.end) : nil
  }
}

private func isOfWrittenNumber(_ byte: UInt8) -> Bool { isDigit(byte) || "-.".utf8.contains(byte) }

private func isOfWord(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") }

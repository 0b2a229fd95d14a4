/// Follows a needle through a text, in all spellings at once.
struct Matcher {
  let text: UnsafeBufferPointer<UInt8>
  var reader: SpellingReader
  /// Where the units before the present one may end, and where those up to it.
  private var ends: [Int] = []
  private var nextEnds: [Int] = []

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    reader = SpellingReader(text)
  }

  /// The last place where a needle that starts at `start` may end; nil where none starts there.
  mutating func end(of needle: Needle, from start: Int) -> Int? {
    nextEnds.removeAll(keepingCapacity: true)
    take(needle.units[0], needle.fold, at: start)
    for unit in needle.units.dropFirst() {
      if nextEnds.isEmpty { return nil }
      swap(&ends, &nextEnds)
      nextEnds.removeAll(keepingCapacity: true)
      for place in ends {
        take(unit, needle.fold, at: place)
        takeBehindInvisibles(unit, needle.fold, from: place)
      }
    }
    return nextEnds.max()
  }

  /// Adds every place where a unit may end that stands behind what does not show.
  private mutating func takeBehindInvisibles(_ unit: Needle.Unit, _ fold: [UInt8], from place: Int) {
    // A backslash of the secret and a `t` behind it look like a tab.
    if isOpener(unit.value) {
      var place = place
      for _ in 0..<Self.longestLookalike {
        guard let end = reader.endOfInvisible(at: place) else { break }
        take(unit, fold, at: end)
        place = end
      }
    }
    if let visible = reader.endOfInvisibles(from: place) { take(unit, fold, at: visible) }
  }

  /// In so many characters that do not show a part of the secret is looked for.
  private static let longestLookalike = 64

  /// Adds every place where a unit that starts here may end.
  private mutating func take(_ unit: Needle.Unit, _ fold: [UInt8], at place: Int) {
    guard place < text.count else { return }
    var level = 0
    while true {
      let symbol = reader.symbol(at: place, level: level)
      if unit.value < 0x80 {
        if symbol.value < 0x80, UInt32(fold[Int(symbol.value)]) == unit.value { add(symbol.end) }
      } else if symbol.value == unit.value, symbol.isScalar || unit.bytes.count == 1 {
        add(symbol.end)
      } else if symbol.value == UInt32(unit.bytes[0]), let end = endOfSequence(unit.bytes, from: symbol.end) {
        add(end)
      }
      if symbol.isSettled || level == SpellingReader.deepest { return }
      level += 1
    }
  }

  /// The end of a character's bytes behind the first, each in any spelling.
  private mutating func endOfSequence(_ bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    for byte in bytes.dropFirst() {
      guard place < text.count else { return nil }
      var level = 0
      var symbol = reader.symbol(at: place, level: 0)
      while symbol.value != UInt32(byte), !symbol.isSettled, level < SpellingReader.deepest {
        level += 1
        symbol = reader.symbol(at: place, level: level)
      }
      guard symbol.value == UInt32(byte) else { return nil }
      place = symbol.end
    }
    return place
  }

  private mutating func add(_ end: Int) {
    // Only a secret full of escapes can be read in many ways at once.
    if nextEnds.count < 32, !nextEnds.contains(end) { nextEnds.append(end) }
  }
}

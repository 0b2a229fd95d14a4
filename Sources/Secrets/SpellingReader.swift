/// Reads a text symbol by symbol, with escapes undone up to a number of times.
///
/// At level 0 a symbol is a byte. At each further level an escape is one symbol, and what it is written with is read
/// at the level below: at level 2 `%255C`, `&#37;5C` and `&amp;#92;` are a backslash.
struct SpellingReader {
  /// Escapes within escapes are undone so many times.
  static let deepest = 5
  /// No spelling of one symbol has more bytes, so the work at each place of a text is bounded.
  static let longest = 200

  let text: UnsafeBufferPointer<UInt8>
  /// The symbols around the place that is being read, so that each is read once. Empty until a text has escapes within
  /// escapes; the others are as quickly read as remembered.
  private var memory: [Remembered] = []
  /// Where each character of the last run of what does not show starts, and where the run ends.
  private var run: (places: [Int], end: Int) = ([], 0)

  /// How many symbols were read by way of escapes: the work that is done beyond looking at each byte.
  private(set) var reads = 0

  private struct Remembered {
    var place: Int
    var symbol: Symbol
  }

  /// More places than the deepest level reads ahead.
  private static let window = 1_024

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  /// - Parameter place: Within the text.
  mutating func symbol(at place: Int, level: Int) -> Symbol {
    let byte = text[place]
    let opens = isOpener(byte)
    if level == 0 || !opens {
      return Symbol(value: UInt32(byte), end: place + 1, isScalar: false, isSettled: !opens)
    }
    if memory.isEmpty {
      if level < 3 { return readSymbol(at: place, level: level) }
      let none = Symbol(value: 0, end: 0, isScalar: false, isSettled: true)
      memory = Array(repeating: Remembered(place: -1, symbol: none), count: Self.window * Self.deepest)
    }
    let slot = place % Self.window * Self.deepest + level - 1
    if memory[slot].place == place { return memory[slot].symbol }
    let symbol = readSymbol(at: place, level: level)
    memory[slot] = Remembered(place: place, symbol: symbol)
    return symbol
  }

  private mutating func readSymbol(at place: Int, level: Int) -> Symbol {
    reads += 1
    var symbol = symbol(at: place, level: level - 1)
    if symbol.isSettled { return symbol }
    var cursor = Cursor(place: symbol.end, limit: min(text.count, place + Self.longest), level: level - 1)
    if let escaped = readEscape(UInt8(truncatingIfNeeded: symbol.value), &cursor) {
      return Symbol(
        value: escaped.value, end: cursor.place, isScalar: escaped.isScalar,
        isSettled: !isOpener(escaped.value))
    }
    // Where all that was read stays as it is on every further level, so does this.
    symbol.isSettled = cursor.isSettled
    return symbol
  }

  /// Where an escape is read.
  struct Cursor {
    var place: Int
    let limit: Int
    let level: Int
    /// Whether everything read so far would be the same on a deeper level.
    var isSettled = true
  }

  /// The next symbol of an escape, if it is ASCII, without what does not show before it.
  mutating func next(_ cursor: inout Cursor) -> UInt8? {
    while let end = endOfInvisible(at: cursor.place, limit: cursor.limit, level: cursor.level) {
      cursor.place = end
    }
    return nextShown(&cursor)
  }

  /// The next symbol of an escape, if it is ASCII.
  mutating func nextShown(_ cursor: inout Cursor) -> UInt8? {
    guard cursor.place < cursor.limit else { return nil }
    let symbol = symbol(at: cursor.place, level: cursor.level)
    if !symbol.isSettled { cursor.isSettled = false }
    guard symbol.value < 0x80, symbol.end <= cursor.limit else { return nil }
    cursor.place = symbol.end
    return UInt8(truncatingIfNeeded: symbol.value)
  }

  /// The end of all that does not show from a place on; nil where what is there shows.
  mutating func endOfInvisibles(from start: Int) -> Int? {
    guard start < text.count, isOpener(text[start]) || mayBeInvisible(text[start]) else { return nil }
    var places: [Int] = []
    var place = start
    while let end = endOfInvisible(at: place) {
      // A long run is not read again from each place within it.
      if isInRun(place) { return run.end }
      places.append(place)
      place = end
    }
    guard place > start else { return nil }
    run = (places, place)
    return place
  }

  private func isInRun(_ place: Int) -> Bool {
    guard place < run.end, let first = run.places.first, first <= place else { return false }
    var (low, high) = (0, run.places.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if run.places[middle] <= place { low = middle } else { high = middle }
    }
    return run.places[low] == place
  }

  /// The end of one character that does not show; nil where what is there shows.
  mutating func endOfInvisible(at place: Int) -> Int? {
    endOfInvisible(at: place, limit: text.count, level: Self.deepest)
  }

  private mutating func endOfInvisible(at place: Int, limit: Int, level: Int) -> Int? {
    guard place < limit, isOpener(text[place]) || mayBeInvisible(text[place]) else { return nil }
    let symbol = settled(at: place, level: level)
    if symbol.isScalar || symbol.value < 0x80, isInvisible(symbol.value) { return symbol.end }
    // A character of several bytes, each spelt in any way.
    guard let length = sequenceLength(symbol.value) else { return nil }
    var value = symbol.value & (0x7F >> UInt32(length))
    var end = symbol.end
    for _ in 1..<length {
      guard end < limit else { return nil }
      let next = settled(at: end, level: level)
      guard (0x80...0xBF).contains(next.value) else { return nil }
      value = value << 6 | next.value & 0x3F
      end = next.end
    }
    return isInvisible(value) ? end : nil
  }

  /// The symbol with all escapes undone.
  mutating func settled(at place: Int, level: Int) -> Symbol {
    var shallow = 0
    var symbol = symbol(at: place, level: 0)
    while !symbol.isSettled, shallow < level {
      shallow += 1
      symbol = self.symbol(at: place, level: shallow)
    }
    return symbol
  }
}

/// What stands at a place of a text.
struct Symbol {
  /// A byte, or the scalar that an escape names.
  var value: UInt32
  var end: Int
  /// Whether it is a scalar's number rather than a byte: it may be both below 128.
  var isScalar: Bool
  /// Whether it is the same on every deeper level.
  var isSettled: Bool
}

/// How many bytes a character has by its first; nil for one byte and for what starts none.
private func sequenceLength(_ value: UInt32) -> Int? {
  switch value {
  case 0xC2...0xDF: 2
  case 0xE0...0xEF: 3
  case 0xF0...0xF4: 4
  default: nil
  }
}

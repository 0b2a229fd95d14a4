/// Knows every spelling that a server, a template or a person may give a secret, finds it and takes it out.
///
/// A byte may be spelt as itself, percent-encoded (`%2F`, `%u002F`), as a character reference (`&#47;`, `&#x2f`,
/// `&sol;`) or as an escape of JSON, JavaScript, C or Markdown (`\u002f`, `\u{2f}`, `\x2f`, `\057`, `\/`). Every byte
/// of such a spelling may be spelt so again, up to ``SpellingReader/deepest`` times, each in its own way. The secret as a
/// whole, plain or percent-encoded, may be hexadecimal, or Base64 in either alphabet at any place of a longer
/// text. What does not show (controls, line breaks, joiners, marks of direction, in any of these spellings) may
/// stand between any two bytes. Digits may also be a number that is written with an exponent or in ten thousands: see
/// ``NumberSpellings``.
///
/// Works on bytes, in time linear in their number: a combining mark behind the secret does not hide it.
public struct SecretSpellings: Sendable {
  /// What stands where a secret stood.
  public static let mark = "***"
  /// Secrets shorter than this are not looked for in hexadecimal and Base64: two digits are everywhere.
  static let shortestEncoded = 6

  let needles: [Needle]
  private let numbers: NumberSpellings
  /// For each pair of bytes, whether any spelling starts with it; nearly all of a text is passed over by it.
  private let starts: [Bool]
  /// The bytes that a needle can start with, whatever they are spelt as.
  private let firsts: [Bool]

  /// - Parameter secrets: White space around one is no part of it; empty ones are ignored.
  public init(_ secrets: [[UInt8]]) {
    var needles: [Needle] = []
    for secret in secrets.map(trimmed) where !secret.isEmpty {
      needles.append(Needle(plain: secret))
      guard secret.count >= Self.shortestEncoded else { continue }
      let percent = percentEncoded(secret)
      for bytes in percent == secret ? [secret] : [secret, percent] {
        needles.append(Needle(hexadecimal: bytes))
        needles += (0..<3).map { Needle(base64: bytes, offset: $0) }
      }
    }
    self.needles = needles
    numbers = NumberSpellings(needles)
    starts = needles.isEmpty ? [] : Self.starts(of: needles)
    var firsts = [Bool](repeating: false, count: 256)
    for needle in needles { for byte in needle.firstBytes(of: 0) { firsts[Int(byte)] = true } }
    self.firsts = firsts
  }

  /// Whether any secret is in the bytes.
  public func finds(in bytes: [UInt8]) -> Bool {
    guard !needles.isEmpty else { return false }
    return bytes.withUnsafeBufferPointer { text in
      var matcher = Matcher(text)
      if firstMatch(from: 0, &matcher) != nil { return true }
      return !numbers.isEmpty && numbers.firstMatch(from: 0, &matcher.reader) != nil
    }
  }

  /// The bytes with ``mark`` for every secret.
  public func redact(_ bytes: [UInt8]) -> [UInt8] {
    replaceSecrets(in: bytes) {
      { match, _, result in
        result += Self.mark.utf8
        return match
      }
    }
  }

  /// JSON with ``mark`` for every secret, which stays JSON: a number that holds one becomes the text `"***"`, and
  /// no escape is cut in two.
  public func redact(json bytes: [UInt8]) -> [UInt8] {
    replaceSecrets(in: bytes) {
      var places = JSONPlaces()
      return { match, text, result in
        let (range, isNumber) = places.widened(match, in: text)
        // What was widened is behind the last secret, so it is at the end of what was kept.
        result.removeLast(match.lowerBound - range.lowerBound)
        result += (isNumber ? "\"\(Self.mark)\"" : Self.mark).utf8
        return range
      }
    }
  }

  /// Appends what stands for a secret to what is kept of the text before it; returns what it stands for.
  private typealias Replace = (Range<Int>, UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Range<Int>

  /// - Parameter replace: Makes a replacer for one pass through the text.
  private func replaceSecrets(in bytes: [UInt8], _ replace: () -> Replace) -> [UInt8] {
    guard !needles.isEmpty else { return bytes }
    let spelt = Self.replace(in: bytes, replace()) { firstMatch(from: $0, &$1) }
    if numbers.isEmpty { return spelt }
    return Self.replace(in: spelt, replace()) { numbers.firstMatch(from: $0, &$1.reader) }
  }

  /// - Parameter next: Finds the first secret behind a place.
  private static func replace(
    in bytes: [UInt8], _ replace: Replace, _ next: (Int, inout Matcher) -> Range<Int>?
  ) -> [UInt8] {
    bytes.withUnsafeBufferPointer { text -> [UInt8]? in
      var matcher = Matcher(text)
      guard var match = next(0, &matcher) else { return nil }
      var result: [UInt8] = []
      result.reserveCapacity(text.count)
      var kept = 0
      while true {
        result += text[kept..<match.lowerBound]
        kept = replace(match, text, &result).upperBound
        guard let following = next(kept, &matcher) else { break }
        match = following
      }
      return result + text[kept...]
    } ?? bytes
  }

  /// The text with ``mark`` for every secret.
  public func redact(_ text: String) -> String {
    needles.isEmpty ? text : String(decoding: redact(Array(text.utf8)), as: UTF8.self)
  }

  /// The first secret behind a place, and where its spelling ends.
  func firstMatch(from start: Int, _ matcher: inout Matcher) -> Range<Int>? {
    let text = matcher.text
    guard start < text.count else { return nil }
    return starts.withUnsafeBufferPointer { starts in
      let last = text.count - 1
      var place = start
      while place < last {
        if starts[pair(text[place], text[place + 1])], let match = match(at: place, &matcher) { return match }
        place += 1
      }
      return match(at: last, &matcher)
    }
  }

  /// The longest spelling that starts at a place.
  private func match(at place: Int, _ matcher: inout Matcher) -> Range<Int>? {
    guard let end = end(from: place, &matcher) else { return nil }
    // `\\/abc` is a backslash and `/abc`, though it may also be read as `\/abc` spelt twice: the later start with the same
    // end leaves the text around as it was.
    var start = place
    while isOpener(matcher.text[start]) {
      let next = matcher.reader.symbol(at: start, level: 1).end
      guard next < end, self.end(from: next, &matcher) == end else { break }
      start = next
    }
    return start..<end
  }

  private func end(from place: Int, _ matcher: inout Matcher) -> Int? {
    guard mayStart(at: place, &matcher) else { return nil }
    var longest: Int?
    for needle in needles {
      if let end = matcher.end(of: needle, from: place), end > longest ?? 0 { longest = end }
    }
    return longest
  }

  private func mayStart(at place: Int, _ matcher: inout Matcher) -> Bool {
    guard place < matcher.text.count else { return false }
    for level in 0...SpellingReader.deepest {
      let symbol = matcher.reader.symbol(at: place, level: level)
      if symbol.value >= 0x80 || firsts[Int(symbol.value)] { return true }
      if symbol.isSettled { break }
    }
    return false
  }

  private static func starts(of needles: [Needle]) -> [Bool] {
    var starts = [Bool](repeating: false, count: 1 << 16)
    for needle in needles {
      // Behind the first byte may stand the second, an escape, or what does not show.
      let seconds = needle.bytesBehindFirst
      for first in needle.firstBytes(of: 0) {
        for second in seconds { starts[pair(first, second)] = true }
      }
    }
    for byte in UInt8.min...UInt8.max {
      if isOpener(byte) || isHexDigit(byte) || byte == UInt8(ascii: "u") || mayBeInvisible(byte) {
        starts[pair(UInt8(ascii: "%"), byte)] = true
      }
      if isOpener(byte) || isLetter(byte) || byte == UInt8(ascii: "#") || mayBeInvisible(byte) {
        starts[pair(UInt8(ascii: "&"), byte)] = true
      }
      starts[pair(UInt8(ascii: "\\"), byte)] = true
    }
    return starts
  }
}

private func trimmed(_ bytes: [UInt8]) -> [UInt8] {
  let start = bytes.prefix { $0 <= UInt8(ascii: " ") }.count
  return Array(bytes[start...].reversed().drop { $0 <= UInt8(ascii: " ") }.reversed())
}

private func pair(_ first: UInt8, _ second: UInt8) -> Int {
  Int(first) << 8 | Int(second)
}

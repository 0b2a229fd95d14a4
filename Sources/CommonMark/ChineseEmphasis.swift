/// Emphasis beside Chinese punctuation, which CommonMark does not see.
///
/// By CommonMark's rules `**注意：**请看` is no emphasis: asterisks after punctuation and before a letter can not close. That
/// suits languages with spaces between words. So punctuation beside Chinese counts as a letter here: a mark between it
/// and the asterisks, which libcmark takes for one, is put in before parsing and taken out of everything that
/// comes of it. Where the mark stands in code, in an address or in a comment, it is taken out as well.
///
/// Asterisks that close nothing stay what they are: in `报价*，粉丝数*` a comma begins no emphasis, and behind an opening
/// bracket none ends.
struct ChineseEmphasis {
  /// For private use, so in no text by chance; a source that has it stays as it is.
  private static let mark: Unicode.Scalar = "\u{F5FA}"

  /// The source with its marks.
  let bytes: [UInt8]
  let isMarked: Bool

  init(_ source: String) {
    let scalars = Array(source.unicodeScalars)
    let places = Self.places(in: scalars)
    isMarked = !places.isEmpty && !scalars.contains(Self.mark)
    var text = String.UnicodeScalarView()
    var start = 0
    for place in isMarked ? places : [] {
      text.append(contentsOf: scalars[start..<place])
      text.append(Self.mark)
      start = place
    }
    text.append(contentsOf: scalars[start...])
    bytes = Array(String(text).utf8)
  }

  /// A text that came of the source, without its marks.
  func unmarked(_ text: String) -> String {
    var scalars = text.unicodeScalars
    scalars.removeAll { $0 == Self.mark }
    return String(scalars)
  }

  // MARK: Where a mark belongs

  /// The indices that a mark goes before, ascending.
  private static func places(in scalars: [Unicode.Scalar]) -> [Int] {
    var places: [Int] = []
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "*" else {
        index += 1
        continue
      }
      let end = scalars[index...].firstIndex { $0 != "*" } ?? scalars.count
      // At the edge of a line CommonMark's rules do; a backslash makes the first asterisk a character.
      let backslashes = scalars[..<index].reversed().prefix { $0 == "\\" }.count
      if index > 0, end < scalars.count, backslashes.isMultiple(of: 2) {
        let (before, after) = (scalars[index - 1], scalars[end])
        if !isSpace(before), !isSpace(after) {
          let beyond = (
            index > 1 ? scalars[index - 2] : " ", end + 1 < scalars.count ? scalars[end + 1] : " "
          )
          if isPunctuation(before), !isOpening(before),
            isBesideChinese(before, inside: beyond.0, across: after)
          {
            places.append(index)
          }
          if isPunctuation(after), !isEnding(after), isBesideChinese(after, inside: beyond.1, across: before)
          {
            places.append(end)
          }
        }
      }
      index = end
    }
    return places
  }

  /// Whether punctuation is Chinese itself, or has Chinese on the asterisks' other side; curly quotes and dashes, which other
  /// languages have too, also where Chinese is on their inner side.
  private static func isBesideChinese(
    _ punctuation: Unicode.Scalar, inside: Unicode.Scalar, across: Unicode.Scalar
  ) -> Bool {
    isChinese(punctuation) || isChinese(across) || (!punctuation.isASCII && isChinese(inside))
  }

  /// Whether emphasis may begin behind it, but not end.
  private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    [.openPunctuation, .initialPunctuation].contains(scalar.properties.generalCategory)
  }

  /// Whether emphasis may end before it, but not begin.
  private static func isEnding(_ scalar: Unicode.Scalar) -> Bool {
    [.closePunctuation, .finalPunctuation].contains(scalar.properties.generalCategory)
      || "，。、；：！？…％,.;:!?%".unicodeScalars.contains(scalar)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }

  /// Chinese, Japanese and Korean letters and punctuation, and the full-width forms.
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0x2E80...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA960...0xA97F, 0xAC00...0xD7FF,
      0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

import Markup

/// A text of the theme with `{name}` parts, taken apart once.
struct Phrase: Sendable {
  /// What stands before each part, then what stands behind the last.
  private let texts: [HTML]
  /// For each part the place of its name. A name that nobody fills in stays as it is.
  private let places: [Int]

  /// - Parameter names: The parts, in the order in which their values are given.
  init(_ key: Labels.Key, _ names: [String], of labels: Labels, _ spelling: Spelling = .markup) {
    var texts: [HTML] = []
    var places: [Int] = []
    var text: [UInt8] = []
    var rest = Array(labels[key].utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
      let name = rest[(open + 1)..<close]
      if let place = names.firstIndex(where: { $0.utf8.elementsEqual(name) }) {
        texts.append(spelling.text(String(decoding: text, as: UTF8.self)))
        places.append(place)
        text = []
      } else {
        text += rest[...close]
      }
      rest = rest[(close + 1)...]
    }
    texts.append(spelling.text(String(decoding: text + rest, as: UTF8.self)))
    self.texts = texts
    self.places = places
  }

  /// Writes the text.
  /// - Parameter value: Writes a part, by the place of its name.
  func append(to html: inout MarkupBuffer, _ value: (Int, inout MarkupBuffer) -> Void) {
    for (text, place) in zip(texts, places) {
      html.append(text)
      value(place, &html)
    }
    if let last = texts.last { html.append(last) }
  }
}

import Markup

/// A text of the theme with `{name}` parts, taken apart once.
struct Phrase: Sendable {
  private let pieces: MarkupPieces
  /// For each part what stands before it, and the place of its name. A name that nobody fills in stays as it is.
  private let parts: [(text: MarkupPieces.Piece, place: Int)]
  /// Behind the last part.
  private let end: MarkupPieces.Piece

  /// - Parameter names: The parts, in the order in which their values are given.
  init(_ key: Labels.Key, _ names: [String], of labels: Labels, _ spelling: Spelling = .markup) {
    var pieces = MarkupPieces()
    var parts: [(text: MarkupPieces.Piece, place: Int)] = []
    var text: [UInt8] = []
    var rest = Array(labels[key].utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      text += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
      let name = rest[(open + 1)..<close]
      if let place = names.firstIndex(where: { $0.utf8.elementsEqual(name) }) {
        parts.append((pieces.add(spelling.text(String(decoding: text, as: UTF8.self))), place))
        text = []
      } else {
        text += rest[...close]
      }
      rest = rest[(close + 1)...]
    }
    end = pieces.add(spelling.text(String(decoding: text + rest, as: UTF8.self)))
    self.pieces = pieces
    self.parts = parts
  }

  /// Writes the text.
  /// - Parameter value: Writes a part, by the place of its name.
  func append(to html: inout MarkupBuffer, _ value: (Int, inout MarkupBuffer) -> Void) {
    for part in parts {
      html.append(part.text, of: pieces)
      value(part.place, &html)
    }
    html.append(end, of: pieces)
  }
}

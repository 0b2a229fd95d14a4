import Model

/// A frame with its partials in it and all of its sections open: a mark stands where a value does, and nothing where
/// another tag of Mustache does.
struct FrameText: Sendable {
  /// A letter, as most values begin with one, and a character that no template may have.
  static let mark = Array("x\u{E000}".utf8)
  /// The mark in what is made of a text to judge it.
  static let value: UInt8 = 0x01

  private(set) var bytes: [UInt8] = []
  /// Where each value's mark begins, in the order of the text.
  private(set) var values: [Int] = []
  private(set) var sections: [FrameSection] = []
  /// Where each piece of a file begins in the text and in its file.
  private var pieces: [(start: Int, source: SourceLines, offset: Int)] = []
  private var open: [(start: Int, source: SourceLines, offset: Int)] = []

  init(_ name: String, in templates: [String: ParsedTemplate]) {
    append(name, of: templates)
  }

  func location(at offset: Int) -> SourceLocation {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return SourceLocation(file: "layout.html") }
    let piece = pieces[low - 1]
    return piece.source.location(at: piece.offset + offset - piece.start)
  }

  private mutating func append(_ name: String, of templates: [String: ParsedTemplate]) {
    guard let template = templates[name] else { return }
    var copied = 0
    for tag in template.tags {
      // As the page is written: a blank that is not there could have parted what it glues together.
      let line = template.wholeLine(of: tag)
      append(template.source.bytes[copied..<(line?.lowerBound ?? tag.range.lowerBound)], of: template.source)
      let place = (start: bytes.count, source: template.source, offset: tag.range.lowerBound)
      pieces.append(place)
      switch tag.kind {
      case .variable:
        values.append(bytes.count)
        bytes += Self.mark
      case .section, .invertedSection: open.append(place)
      case .closing:
        if let start = open.popLast() {
          sections.append(
            FrameSection(
              range: start.start..<bytes.count, location: start.source.location(at: start.offset)))
        }
      case .partial: append(PartialChecker.file(ofPartial: tag.name, in: template.format), of: templates)
      case .comment: break
      }
      copied = line?.upperBound ?? tag.range.upperBound
    }
    append(template.source.bytes[copied...], of: template.source)
  }

  private mutating func append(_ slice: ArraySlice<UInt8>, of source: SourceLines) {
    pieces.append((bytes.count, source, slice.startIndex))
    bytes += slice
  }
}

/// Text of a frame that a page may lack, or have more than once.
struct FrameSection: Sendable {
  let range: Range<Int>
  /// Of the tag that opens it.
  let location: SourceLocation
}

/// ASCII letters in lower case, as HTML compares names.
func lowercased(_ bytes: some Sequence<UInt8>) -> String {
  String(
    decoding: bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 },
    as: UTF8.self)
}

/// What HTML parts words by.
func isHTMLBlank(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x09, 0x0A, 0x0C, 0x0D, 0x20: true
  default: false
  }
}

func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

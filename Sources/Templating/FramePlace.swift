import HTMLTree

/// Where in a frame's HTML a value stands, as far as it decides what may be written there.
enum FramePlace: Hashable {
  /// Between tags.
  case text
  /// Between tags, or in place of them, inside of an element that markup could end or be read wrongly in.
  case textAlone(element: String)
  /// In a tag, but not in a quoted value.
  case tag
  /// In a quoted value. `isPath` says that the value's beginning has already fixed scheme and host, if
  /// the value is an address.
  case attribute(name: String, isPath: Bool)
  /// In an element whose text is no text for readers, or shows no character references.
  case rawText(element: String)
  /// In a comment.
  case comment
}

extension FramePage {
  /// Where each value stands, in the order of ``FrameText/values``.
  func places() -> [FramePlace] {
    let texts = nodes.filter { $0.kind == .text }.compactMap(\.range).sorted { $0.lowerBound < $1.lowerBound }
    var next = 0
    return text.values.map { value in
      while next < texts.count, texts[next].upperBound <= value { next += 1 }
      let isText = next < texts.count && texts[next].contains(value)
      return place(of: value, isText: isText)
    }
  }

  private func place(of value: Int, isText: Bool) -> FramePlace {
    switch spot(at: value + 1) {
    case .text:
      // What is no text is a tag or a declaration that browsers pass over.
      guard isText, !isAfterTagOpen(value) else { return .tag }
      return context(at: value).map { .textAlone(element: nodes[$0].name) } ?? .text
    case .rawText(let node):
      let name = nodes[node].name
      return name == "title" || name == "textarea" ? .textAlone(element: name) : .rawText(element: name)
    case .value(let node, let index):
      let attribute = nodes[node].attributes[index]
      return .attribute(name: attribute.name, isPath: fixesHost(written(attribute), before: value))
    case .startTag, .endTag: return .tag
    case .comment: return .comment
    }
  }

  /// Whether what comes next would be part of a tag's name.
  func isAfterTagOpen(_ offset: Int) -> Bool {
    let before = text.bytes[..<offset]
    return before.last == UInt8(ascii: "<") || before.suffix(2).elementsEqual("</".utf8)
  }

  /// Whether the part of an address before a byte has ended its scheme and host, in every page: with a query, a
  /// fragment, or a slash after a name.
  func fixesHost(_ value: Range<Int>, before end: Int) -> Bool {
    // What a page may lack fixes nothing, and what a reference stands for is not looked at.
    let lacked = text.sections.map(\.range).filter {
      value.lowerBound <= $0.lowerBound && $0.upperBound <= end
    }
    let certain = min(end, lacked.map(\.lowerBound).min() ?? end)
    let prefix = text.bytes[value.lowerBound..<certain].prefix { $0 != UInt8(ascii: "&") }
    var last = UInt8(ascii: "/")
    for byte in FrameAddress.plain(prefix) {
      let byte = byte == UInt8(ascii: "\\") ? UInt8(ascii: "/") : byte
      if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { return true }
      let isAfterName = ![UInt8(ascii: "/"), UInt8(ascii: ":"), FrameText.value].contains(last)
      if byte == UInt8(ascii: "/"), isAfterName { return true }
      last = byte
    }
    return false
  }
}

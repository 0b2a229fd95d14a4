import HTMLTree

/// What is wrong at a byte of a frame.
struct FrameFault {
  let message: String
  let offset: Int
  let hint: String
  /// Of this program, to tell the kinds of faults apart.
  var line: Int = #line
}

/// Finds what browsers may read in another way than the parser here: then nothing else that is checked would hold.
///
/// Where a text has tags and where not depends on few elements. Each of them must have its own end and hold what every
/// parser reads alike, and every tag must be in the tree.
struct FrameReading {
  private let page: FramePage
  private var bytes: [UInt8] { page.text.bytes }

  init(_ page: FramePage) { self.page = page }

  var faults: [FrameFault] { controls + passedOver + unsureElements + unsureContexts + unsureAttributes }

  /// Which browsers pass over in addresses, and the parser here reads as others.
  private var controls: [FrameFault] {
    bytes.indices.filter { bytes[$0] < 0x20 && !isHTMLBlank(bytes[$0]) }.map { offset in
      FrameFault(message: "a control character is not allowed in a layout", offset: offset, hint: "remove it")
    }
  }

  // MARK: Tags that are not in the tree

  private var passedOver: [FrameFault] {
    openings(in: 0..<bytes.count).compactMap { offset in
      let rest = bytes[(offset + 1)...]
      if rest.first.map(isLetter) ?? false {
        return FrameFault(
          message: "`\(name(at: offset))` stands where a browser passes over it", offset: offset,
          hint: "remove it, or put it where HTML allows it, once")
      }
      return rest.first == UInt8(ascii: "/") && page.context(at: offset) != nil ? stray(at: offset) : nil
    }
      + page.covers.compactMap { cover in
        let offset = cover.range.lowerBound
        switch cover.kind {
        case .endTag:
          if page.nodes[cover.node].isFromEndTag && page.context(at: offset) != nil {
            return stray(at: offset)
          }
          let name = bytes[cover.range].dropFirst(2).prefix { !isHTMLBlank($0) && $0 != UInt8(ascii: ">") }
          let isBare = bytes[name.endIndex..<cover.range.upperBound].dropLast().allSatisfy(isHTMLBlank)
          return isBare
            ? nil
            : FrameFault(
              message: "an end tag has no attributes", offset: offset, hint: "remove what follows its name")
        case .startTag, .rawText, .comment: return nil
        }
      }
  }

  private func stray(at offset: Int) -> FrameFault {
    FrameFault(
      message: "`\(name(at: offset))` closes nothing that is open here", offset: offset, hint: "remove it")
  }

  /// Each `<` in a range that begins no tag or comment of the tree and is in none.
  private func openings(in range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var place = range.lowerBound
    func look(to end: Int) {
      if place < end { found += (place..<end).filter { bytes[$0] == UInt8(ascii: "<") } }
    }
    for cover in page.covers where cover.range.upperBound > place && cover.range.lowerBound < range.upperBound
    {
      look(to: cover.range.lowerBound)
      place = max(place, cover.range.upperBound)
    }
    look(to: range.upperBound)
    return found
  }

  /// A tag without its attributes: `<p>`, `</p>`.
  private func name(at offset: Int) -> String {
    let rest = bytes[(offset + 1)...]
    let slash = rest.first == UInt8(ascii: "/") ? "/" : ""
    let name = rest.dropFirst(slash.utf8.count).prefix { !isHTMLBlank($0) && !"/><".utf8.contains($0) }
    return "<\(slash)\(lowercased(name.prefix(60)))>"
  }

  // MARK: Elements

  private static let refused: Set<String> = [
    "foreignobject", "isindex", "noembed", "noframes", "plaintext", "xmp",
  ]

  private var unsureElements: [FrameFault] {
    page.nodes.compactMap { node in
      guard node.kind == .element, let place = node.range?.lowerBound else { return nil }
      if Self.refused.contains(node.name) {
        return FrameFault(
          message: "`<\(node.name)>` is not allowed in a layout: browsers do not agree on what is in it",
          offset: place, hint: "remove it")
      }
      guard let parent = node.parent.map({ page.nodes[$0] }), parent.isForeign else { return nil }
      if parent.name == "style" {
        return FrameFault(
          message: "a `<style>` may only hold text", offset: place, hint: "take the `<` out of it")
      }
      if !node.isForeign {
        return FrameFault(
          message: "`<\(node.name)>` of HTML must not stand inside `<\(parent.name)>`", offset: place,
          hint: "put it beside the picture")
      }
      return nil
    }
      + page.covers.compactMap { cover in
        guard cover.kind == .rawText else { return nil }
        let (name, text) = (page.nodes[cover.node].name, bytes[cover.range])
        guard let first = text.firstIndex(of: UInt8(ascii: "<")) else { return nil }
        let isText = name == "title" || name == "textarea"
        if name == "iframe" || (isText && page.hasTag(in: cover.range)) {
          return FrameFault(
            message: "a `<` must not stand inside this `<\(name)>`", offset: first, hint: "write it as &lt;")
        }
        return nil
      }
  }

  private var unsureContexts: [FrameFault] {
    page.contexts.compactMap { context in
      let node = page.nodes[context.node]
      let place = node.range?.lowerBound ?? 0
      guard let content = context.content else {
        return FrameFault(
          message: "`<\(node.name)>` has no end tag where it should end", offset: place,
          hint: "write `</\(node.name)>` behind what is in it")
      }
      // With scripts a browser reads it as text up to the first end tag of its name, whatever that is in.
      guard node.name == "noscript", let hidden = hiddenOpening(in: content) else { return nil }
      return FrameFault(
        message: "a `<` inside `<noscript>` must begin a tag", offset: hidden, hint: "write it as &lt;")
    }
  }

  /// The first `<` in a range that is within a tag, a comment or a text.
  private func hiddenOpening(in content: Range<Int>) -> Int? {
    let tags = Set(
      page.covers.filter { $0.kind == .startTag || $0.kind == .endTag }.map(\.range.lowerBound))
    return content.first { bytes[$0] == UInt8(ascii: "<") && !tags.contains($0) }
  }

  // MARK: Attributes

  private var unsureAttributes: [FrameFault] {
    page.covers.compactMap { cover in
      guard cover.kind == .startTag else { return nil }
      let node = page.nodes[cover.node]
      let attributes = node.attributes.filter { cover.range.contains($0.range.lowerBound) }
      for attribute in attributes where attribute.name.utf8.contains(where: { "\"'<=".utf8.contains($0) }) {
        return FrameFault(
          message: "`\(attribute.name)` is no name of an attribute", offset: attribute.range.lowerBound,
          hint: "look for a missing quote")
      }
      var place = cover.range.lowerBound + 1 + node.name.utf8.count
      for end in attributes.map(\.whole) + [cover.range.upperBound..<cover.range.upperBound] {
        let between = bytes[min(place, end.lowerBound)..<end.lowerBound]
        if let twice = between.firstIndex(where: { !isHTMLBlank($0) && !"/>".utf8.contains($0) }) {
          return FrameFault(
            message: "an attribute of `<\(node.name)>` stands there twice", offset: twice,
            hint: "write it once, with what differs as sections in its value")
        }
        place = end.upperBound
      }
      return nil
    }
  }

  // MARK: Before the policy

  /// What stands before the policy and could end the head, or is loaded before it; nil where nothing does.
  func beforePolicy(endingAt end: Int) -> (what: String, offset: Int)? {
    var place = 0
    var index = 0
    while place < end {
      while index < page.covers.count, page.covers[index].range.lowerBound < place { index += 1 }
      let rest = bytes[place...]
      if index < page.covers.count, page.covers[index].range.lowerBound == place {
        let cover = page.covers[index]
        let tag = name(at: place)
        let isFree =
          switch cover.kind {
          case .startTag: ["<html>", "<head>", "<meta>", "<title>"].contains(tag)
          case .endTag: tag == "</title>"
          case .comment, .rawText: true
          }
        guard isFree else { return ("`\(tag)`", place) }
        place = cover.range.upperBound
        index += 1
      } else if isHTMLBlank(bytes[place]) {
        place += 1
      } else if lowercased(rest.prefix(9)) == "<!doctype" {
        place = rest.firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
      } else {
        let isTag = bytes[place] == UInt8(ascii: "<")
        return (isTag ? "`\(name(at: place))`" : "a text", place)
      }
    }
    return nil
  }
}

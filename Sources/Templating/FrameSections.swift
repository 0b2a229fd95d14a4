import HTMLTree

/// Checks that a frame's sections leave the HTML around them as it is, whether a page has them once, often or never.
///
/// Then what holds of the frame with all its sections open holds of every page: each of its tags is read as it is here.
struct FrameSections {
  private let page: FramePage
  private var bytes: [UInt8] { page.text.bytes }

  /// For each place of a section's tag in a start tag, one that stands for all that its sections and theirs meet.
  private var runs = Runs()
  /// Of those, the ones whose places are not all before something new, or not all behind something that has ended.
  private var unbegun: Set<Int> = []
  private var unended: Set<Int> = []

  init(_ page: FramePage) {
    self.page = page
    var inTags: [(place: Int, node: HTMLNode)] = []
    for section in page.text.sections {
      guard case .startTag(let node) = page.spot(at: section.range.lowerBound) else { continue }
      runs.join(section.range.lowerBound, section.range.upperBound)
      inTags += [section.range.lowerBound, section.range.upperBound].map { ($0, page.nodes[node]) }
    }
    for (place, node) in inTags {
      if !startsAnew(at: place) { unbegun.insert(runs.first(of: place)) }
      if !hasEnded(at: place, of: node) { unended.insert(runs.first(of: place)) }
    }
  }

  /// Places that sections lead from one to another.
  private struct Runs {
    private var earlier: [Int: Int] = [:]

    func first(of place: Int) -> Int {
      var place = place
      while let next = earlier[place] { place = next }
      return place
    }

    mutating func join(_ one: Int, _ other: Int) {
      let (one, other) = (first(of: one), first(of: other))
      if one != other { earlier[max(one, other)] = min(one, other) }
    }
  }

  /// Why a page could be read in another way with or without a section; nil where it is not so.
  func fault(of section: FrameSection) -> (message: String, hint: String)? {
    let (start, end) = (section.range.lowerBound, section.range.upperBound)
    let spot = page.spot(at: start)
    guard spot == page.spot(at: end) else {
      return (
        "the section begins in one part of the HTML and ends in another",
        "put both of its tags between elements, between attributes, or into one value"
      )
    }
    switch spot {
    case .text:
      if page.isAfterTagOpen(start) || page.isAfterTagOpen(end) { return Self.inTag }
      return crossedContext(start, end)
    case .rawText(let node):
      let name = page.nodes[node].name
      guard name == "title" || name == "textarea" else {
        return ("a section must not stand inside `<\(name)>`", "put it around the whole element")
      }
      return nil
    case .value(let node, let index):
      return fault(inValueOf: page.nodes[node].attributes[index])
    case .startTag(let node):
      return isBetweenAttributes(start, end, of: page.nodes[node]) ? nil : Self.inTag
    case .endTag: return Self.inTag
    case .comment:
      return ("a section must not stand inside an HTML comment", "use a Mustache comment, `{{! … }}`")
    }
  }

  private static let inTag = (
    message: "the section stands inside of a tag, and could change a name in it",
    hint: "put it around whole attributes, such as `<p{{#a}} class=\"b\"{{/a}}>`, or into a value in quotes"
  )

  /// Where a section opens or closes an element in which tags are read in another way.
  private func crossedContext(_ start: Int, _ end: Int) -> (message: String, hint: String)? {
    for context in page.contexts {
      guard let content = context.content else { continue }
      let (isStartIn, isEndIn) = (holds(content, start), holds(content, end))
      if isStartIn != isEndIn {
        let name = page.nodes[context.node].name
        return (
          "the section has only one of the tags of `<\(name)>`", "put it around the whole element, or inside"
        )
      }
    }
    return nil
  }

  private func holds(_ content: Range<Int>, _ offset: Int) -> Bool {
    content.lowerBound <= offset && offset <= content.upperBound
  }

  // MARK: In tags

  /// Whether names and values stay whole in every page. A piece may meet any other one of its run of sections, so either
  /// all begin something new, or before all of them something has ended.
  private func isBetweenAttributes(_ start: Int, _ end: Int, of node: HTMLNode) -> Bool {
    for offset in [start, end] {
      let attribute = node.attribute(before: offset).map { node.attributes[$0] }
      if let attribute, offset < attribute.whole.upperBound { return false }
    }
    let run = runs.first(of: start)
    return !unbegun.contains(run) || !unended.contains(run)
  }

  private func startsAnew(at offset: Int) -> Bool {
    let rest = bytes[offset...]
    return rest.first.map { isHTMLBlank($0) || $0 == UInt8(ascii: ">") } ?? false
      || rest.starts(with: "/>".utf8)
  }

  private func hasEnded(at offset: Int, of node: HTMLNode) -> Bool {
    guard let last = bytes[..<offset].last else { return false }
    if isHTMLBlank(last) { return true }
    guard let attribute = node.attribute(before: offset).map({ node.attributes[$0] }) else { return false }
    return page.isQuoted(attribute) && attribute.written.upperBound == offset
  }

  // MARK: In values

  private func fault(inValueOf attribute: HTMLAttribute) -> (message: String, hint: String)? {
    let value = page.written(attribute)
    guard FrameElements.addresses.contains(attribute.name) else { return nil }
    let first = page.text.sections.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
      .filter { value.lowerBound <= $0 && $0 <= value.upperBound }.min()
    if let first, page.fixesHost(value, before: first) { return nil }
    let isPlain = bytes[value].allSatisfy { $0 > 0x20 && !"&:\\".utf8.contains($0) }
    let hasHost = FrameAddress.plain(bytes[value]).filter { $0 != FrameText.value }.starts(with: "//".utf8)
    return isPlain && !hasHost && !beginsPieceWithSlash(value)
      ? nil
      : (
        "with or without the section, `\(attribute.name)` could lead elsewhere",
        "put the section around the whole element, with the whole address in it"
      )
  }

  /// Whether a slash follows a section's tag or a value, so that it could meet another one.
  private func beginsPieceWithSlash(_ value: Range<Int>) -> Bool {
    value.contains { offset in
      bytes[offset] == UInt8(ascii: "/")
        && (page.hasSection(in: offset..<offset)
          || bytes[value.lowerBound..<offset].suffix(FrameText.mark.count).elementsEqual(FrameText.mark))
    }
  }
}

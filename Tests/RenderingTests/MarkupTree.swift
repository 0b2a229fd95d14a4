/// A page as elements in one another, as far as a test asks what stands beside a number.
final class MarkupTree {
  let name: String
  /// The value of `class`.
  let style: String
  /// Texts, and what `aria-label` says, in their order.
  private(set) var texts: [String] = []
  private(set) var children: [MarkupTree] = []
  private(set) weak var parent: MarkupTree?

  private init(name: String, style: String, parent: MarkupTree?) {
    self.name = name
    self.style = style
    self.parent = parent
  }

  private static let void: Set<String> = ["meta", "link", "input", "img", "br", "hr"]

  /// Reads what the renderer writes: every element that is not void is closed.
  convenience init(_ text: String) {
    self.init(name: "", style: "", parent: nil)
    var open = self
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      open.texts.append(String(rest[..<start]))
      guard let end = rest[start...].firstIndex(of: ">") else { break }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.first == "!" || tag.first == "?" { continue }
      if tag.first == "/" {
        open = open.parent ?? open
        continue
      }
      let name = String(tag.prefix { $0 != " " && $0 != "/" })
      let element = MarkupTree(name: name, style: Self.value(of: "class", in: tag), parent: open)
      element.texts.append(Self.value(of: "aria-label", in: tag))
      open.children.append(element)
      if !Self.void.contains(name) && tag.last != "/" { open = element }
    }
    open.texts.append(String(rest))
  }

  private static func value(of attribute: String, in tag: Substring) -> String {
    guard let start = tag.firstRange(of: " \(attribute)=\"") else { return "" }
    return String(tag[start.upperBound...].prefix { $0 != "\"" })
  }

  /// This element and all in it.
  var all: [MarkupTree] { [self] + children.flatMap(\.all) }

  /// All texts in this element.
  var text: String { text(without: "") }

  /// All texts in this element but those in elements of a name.
  func text(without name: String) -> String {
    let inner = children.filter { $0.name != name }.map { $0.text(without: name) }
    return (texts + inner).joined(separator: " ")
  }

  /// The elements that this one is in, the nearest first.
  var ancestors: [MarkupTree] { parent.map { [$0] + $0.ancestors } ?? [] }

  /// The element after this one.
  var next: MarkupTree? {
    guard let siblings = parent?.children, let place = siblings.firstIndex(where: { $0 === self }) else {
      return nil
    }
    return siblings.dropFirst(place + 1).first
  }
}

import HTMLTree

/// Checks what the elements of a frame run and load.
struct FrameElements {
  private let page: FramePage
  private let origins: [String]
  private(set) var faults: [FrameFault] = []

  /// - Parameter origins: From where something may be loaded, in lower case.
  init(_ page: FramePage, allowing origins: [String]) {
    self.page = page
    self.origins = origins
    for node in page.nodes where node.kind == .element {
      if let place = node.range?.lowerBound { check(node, at: place) }
      for attribute in node.attributes { check(attribute, of: node) }
    }
    checkStyles()
    checkScripts()
  }

  /// Attributes whose address a browser fetches or sends something to, whatever element has them.
  private static let loading: Set<String> = [
    "action", "archive", "background", "classid", "codebase", "data", "dynsrc", "formaction", "imagesrcset",
    "lowsrc", "manifest", "ping", "poster", "src", "srcset",
  ]
  /// Attributes that hold an address, for whatever it is used.
  static let addresses = loading.union([
    "by", "cite", "from", "href", "longdesc", "to", "values", "xlink:href",
  ])
  /// Attributes that decide what their element does.
  private static let fixed: Set<String> = ["attributename", "charset", "http-equiv", "style"]
  /// Elements that show a page, or run, what they load.
  private static let active: Set<String> = ["embed", "frame", "iframe", "link", "object", "use"]

  private mutating func report(_ message: String, at offset: Int, _ hint: String, line: Int = #line) {
    faults.append(FrameFault(message: message, offset: offset, hint: hint, line: line))
  }

  // MARK: Elements

  private mutating func check(_ node: HTMLNode, at place: Int) {
    switch node.name {
    case "base":
      report("`<base>` leads the links of all pages elsewhere", at: place, "remove it: links are relative")
    case "meta":
      let kind = node["http-equiv"].map { lowercased($0.value) }
      if kind == "refresh" {
        report("the layout sends its readers elsewhere", at: place, "remove the refresh")
      }
      let content = lowercased(node["content"]?.value ?? [])
      let encoding =
        node["charset"].map { lowercased($0.value) } ?? (kind == "content-type" ? content : "charset=utf-8")
      if !encoding.hasSuffix("utf-8"), !encoding.hasSuffix("utf8") {
        report("pages are UTF-8, and the layout says that they are not", at: place, "write charset=\"utf-8\"")
      }
    default: break
    }
  }

  private mutating func checkScripts() {
    let covers = page.covers.filter { $0.kind == .rawText }
    let texts = Dictionary(covers.map { ($0.node, $0.range) }) { first, _ in first }
    for (index, node) in page.nodes.enumerated() where node.name == "script" {
      guard let place = node.range else { continue }
      let isData = node["src"].map { FrameAddress($0.value).isData } ?? true
      if node.isForeign || isData || page.text.bytes[texts[index] ?? 0..<0].contains(where: { $0 > 0x20 }) {
        report(
          "the layout has an inline script", at: place.lowerBound,
          "remove it: pages run the site's own two files alone, in {{#page.scripts}}")
      }
    }
  }

  private mutating func checkStyles() {
    for (index, node) in page.nodes.enumerated() {
      guard node.kind == .text, let range = node.range, let parent = node.parent, index > parent,
        page.nodes[parent].name == "style"
      else { continue }
      if page.hasTag(in: range) {
        report(
          "a style must be written out, without tags of Mustache", at: range.lowerBound,
          "put what differs into a class")
      }
      if page.nodes[parent].isForeign, page.text.bytes[range].contains(UInt8(ascii: "&")) {
        report(
          "a style in SVG has a `&`, which could hide an address", at: range.lowerBound,
          "write the character itself, or put the style into the style sheet")
      }
      checkStyle(Array(page.text.bytes[range]), at: range.lowerBound)
    }
  }

  private mutating func checkStyle(_ text: [UInt8], at place: Int) {
    let style = FrameStyle(text)
    if style.hasEscape {
      report("a style has a `\\`, which could hide an address", at: place, "write the character itself")
    }
    if let origin = style.origins.first(where: { !origins.contains($0) }) {
      report("a style loads from elsewhere: \(origin)", at: place, Self.elsewhere)
    }
  }

  // MARK: Attributes

  private mutating func check(_ attribute: HTMLAttribute, of node: HTMLNode) {
    let place = attribute.range.lowerBound
    let address = FrameAddress(attribute.value)
    if attribute.name.utf8.starts(with: "on".utf8) || attribute.name == "srcdoc" {
      report("the attribute `\(attribute.name)` is script, which no page may run", at: place, "remove it")
    } else if Self.fixed.contains(attribute.name), page.hasTag(in: page.written(attribute)) {
      report(
        "`\(attribute.name)` must be written out, without tags of Mustache", at: place,
        "put what differs into a class, or into two elements")
    } else if address.isScript || (node.isForeign && hasScript(attribute)) {
      report("this address is script, which no page may run", at: place, "remove it")
    } else if attribute.name == "attributename", address.bytes.suffix(4).elementsEqual("href".utf8) {
      report("`attributeName` changes an address", at: place, "remove it")
    } else if loads(node, attribute.name) {
      checkAddresses(attribute, of: node)
    } else if attribute.name == "style" || (node.isForeign && has("url(", in: address.bytes)) {
      checkStyle(attribute.value, at: place)
    }
  }

  /// Whether a list of values has script in it.
  private func hasScript(_ attribute: HTMLAttribute) -> Bool {
    attribute.value.split(separator: UInt8(ascii: ";")).contains { FrameAddress($0).isScript }
  }

  private func has(_ word: String, in text: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: word.utf8) }
  }

  /// Whether an address is one that a browser fetches without being asked.
  private func loads(_ node: HTMLNode, _ name: String) -> Bool {
    if Self.loading.contains(name) { return true }
    guard name == "href" || name == "xlink:href" else { return false }
    switch node.name {
    case "a", "area": return false
    case "link":
      guard let rel = node["rel"], !page.hasTag(in: page.written(rel)) else { return true }
      let kinds = lowercased(rel.value).utf8.split(whereSeparator: isHTMLBlank)
      return kinds.isEmpty
        || !kinds.allSatisfy { kind in
          ["alternate", "author", "canonical", "help", "license", "me", "next", "prev"].contains {
            $0.utf8.elementsEqual(kind)
          } && !kinds.contains { $0.elementsEqual("stylesheet".utf8) }
        }
    default: return true
    }
  }

  private static let elsewhere =
    "put the file into the site's folder, or name its origin in `allowedOrigins` of Content/site.yml"

  private mutating func checkAddresses(_ attribute: HTMLAttribute, of node: HTMLNode) {
    let isList = ["srcset", "imagesrcset", "ping", "archive"].contains(attribute.name)
    let value = page.text.bytes[page.written(attribute)]
    let addresses =
      isList ? value.split { $0 <= 0x20 || $0 == UInt8(ascii: ",") } : [value]
    for written in addresses {
      let address = FrameAddress(written)
      if written.contains(UInt8(ascii: "&")), address.bytes.first != FrameText.value {
        report(
          "an address that is loaded has a character reference", at: attribute.range.lowerBound,
          "write the address plainly")
      } else if let origin = address.origin, !origins.contains(origin) {
        report(
          "`\(attribute.name)` loads from elsewhere: \(origin)", at: attribute.range.lowerBound,
          Self.elsewhere)
      } else if address.isData, Self.active.contains(node.name), !isIcon(node, address) {
        report(
          "`\(attribute.name)` loads a page or a style that is written in it", at: attribute.range.lowerBound,
          "put it into a file of the site's folder")
      }
    }
  }

  private func isIcon(_ node: HTMLNode, _ address: FrameAddress) -> Bool {
    node.name == "link"
      && lowercased(node["rel"]?.value ?? []).utf8.split(whereSeparator: isHTMLBlank)
        .contains { $0.elementsEqual("icon".utf8) || $0.elementsEqual("apple-touch-icon".utf8) }
      && !lowercased(node["rel"]?.value ?? []).utf8.split(whereSeparator: isHTMLBlank)
        .contains { $0.elementsEqual("stylesheet".utf8) }
  }
}

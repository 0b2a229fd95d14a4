public import Model

/// Checks what a frame lets a browser do: its policy, its scripts, and what it loads.
///
/// The policy alone would stop most of it; but then a page would be broken for everyone who reads it, and nobody would
/// have said so. So each is an error where it is written.
struct FrameSafety {
  /// The policy of the built-in theme.
  static let policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"

  private let text: FrameText
  /// Such as `https://cdn.example.com`.
  private let origins: [String]
  private var messages = Messages()

  static func problems(of text: FrameText, allowing origins: [String]) -> [Diagnostic] {
    var safety = FrameSafety(text: text, origins: origins.map { lowercased($0.utf8) })
    let tags = FrameTagScanner.tags(in: text)
    safety.checkPolicy(of: tags)
    for tag in tags { safety.check(tag) }
    return safety.messages.all
  }

  private init(text: FrameText, origins: [String]) {
    self.text = text
    self.origins = origins
  }

  // MARK: The policy

  private mutating func checkPolicy(of tags: [FrameTag]) {
    let hint =
      "put this behind <head>: <meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">"
    let found = tags.first { tag in
      tag.element == "meta" && tag["http-equiv"].map { lowercased($0.value) } == "content-security-policy"
    }
    guard let meta = found else {
      report(
        "the layout has no Content-Security-Policy", at: tags.first { $0.element == "head" }?.offset ?? 0,
        hint)
      return
    }
    // A browser obeys it only in the head, and only for what comes after it.
    let before = tags.first {
      $0.offset < meta.offset && !["html", "head", "meta", "title"].contains($0.element)
    }
    if let before {
      report("`<\(before.element)>` stands before the Content-Security-Policy", at: before.offset, hint)
    }
    if text.sections.contains(where: { $0.contains(meta.offset) }) {
      report("the Content-Security-Policy stands in a section, so a page may lack it", at: meta.offset, hint)
    }
    checkSources(of: meta, hint)
  }

  private mutating func checkSources(of meta: FrameTag, _ hint: String) {
    let place = meta["content"]?.offset ?? meta.offset
    let value = meta["content"]?.value ?? []
    guard !value.contains(where: { $0 == UInt8(ascii: "&") || $0 < 0x09 }) else {
      report("a Content-Security-Policy has no tags and no character references", at: place, hint)
      return
    }
    var directives: [String: [String]] = [:]
    for directive in value.split(separator: UInt8(ascii: ";")) {
      let words = directive.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { lowercased($0) }
      // Of two directives of a name the first counts.
      if let name = words.first, directives[name] == nil { directives[name] = Array(words.dropFirst()) }
    }
    for name in ["default-src", "base-uri", "form-action"] where directives[name] == nil {
      report("the Content-Security-Policy says nothing of `\(name)`", at: place, hint)
    }
    for (name, sources) in directives.sorted(by: { $0.key < $1.key }) {
      let mayBeData = ["img-src", "font-src", "media-src"].contains(name)
      for source in sources where !["'none'", "'self'", "'script'"].contains(source) {
        if mayBeData, source == "data:" { continue }
        if origins.contains(source) { continue }
        report(
          "the Content-Security-Policy allows `\(source)` in `\(name)`", at: place,
          "remove it; `allowedOrigins` in Content/site.yml may name an origin such as https://cdn.example.com"
        )
      }
    }
  }

  // MARK: What tags do

  /// Attributes whose address a browser fetches or sends something to, whatever element has them.
  private static let loading: Set<String> = [
    "action", "archive", "background", "classid", "codebase", "data", "dynsrc", "formaction", "imagesrcset",
    "lowsrc", "manifest", "ping", "poster", "src", "srcset",
  ]

  private mutating func check(_ tag: FrameTag) {
    let isData = tag["src"].map { plain($0.value[...]).starts(with: "data:".utf8) } ?? true
    if tag.element == "script", isData || tag.script.contains(where: { $0 > 0x20 }) {
      report(
        "the layout has an inline script", at: tag.offset,
        "remove it: pages run the site's own two files alone, in {{#page.scripts}}")
    }
    if tag.element == "base" {
      report(
        "`<base>` leads the links of all pages elsewhere", at: tag.offset, "remove it: links are relative")
    }
    if tag.element == "meta", tag["http-equiv"].map({ lowercased($0.value) }) == "refresh" {
      report("the layout sends its readers elsewhere", at: tag.offset, "remove the refresh")
    }
    for attribute in tag.attributes {
      if attribute.name.utf8.starts(with: "on".utf8) || attribute.name == "srcdoc" {
        report(
          "the attribute `\(attribute.name)` is script, which no page may run", at: attribute.offset,
          "remove it")
      } else if isScript(attribute.value) {
        report("this address is script, which no page may run", at: attribute.offset, "remove it")
      } else if loads(tag, attribute.name) {
        checkAddresses(attribute)
      }
    }
  }

  /// Whether an address is one that a browser fetches without being asked.
  private func loads(_ tag: FrameTag, _ name: String) -> Bool {
    if Self.loading.contains(name) { return true }
    guard name == "href" || name == "xlink:href" else { return false }
    switch tag.element {
    case "a", "area": return false
    case "link":
      let kinds = lowercased(tag["rel"]?.value ?? []).utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
      return kinds.isEmpty
        || !kinds.allSatisfy { kind in
          ["alternate", "author", "canonical", "help", "license", "me", "next", "prev"].contains {
            $0.utf8.elementsEqual(kind)
          } && !kinds.contains { $0.elementsEqual("stylesheet".utf8) }
        }
    default: return true
    }
  }

  private mutating func checkAddresses(_ attribute: FrameTag.Attribute) {
    let isList = ["srcset", "imagesrcset", "ping", "archive"].contains(attribute.name)
    let addresses =
      isList
      ? attribute.value.split { $0 == 0x20 || $0 == UInt8(ascii: ",") || (0x09...0x0D).contains($0) }
      : [attribute.value[...]]
    for address in addresses {
      let bytes = plain(address)
      let text = String(decoding: address, as: UTF8.self)
      if text.utf8.contains(UInt8(ascii: "&")), bytes.first != FrameText.value {
        report(
          "an address that is loaded has a character reference", at: attribute.offset,
          "write the address plainly")
      } else if let origin = origin(of: bytes), !origins.contains(origin) {
        report(
          "`\(attribute.name)` loads from elsewhere: \(origin)", at: attribute.offset,
          "put the file into the site's folder, or name its origin in `allowedOrigins` of Content/site.yml")
      }
    }
  }

  /// The scheme and host of an address, in lower case; nil for one of this site, and for `data:`.
  private func origin(of address: [UInt8]) -> String? {
    let slashes = address.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    if slashes.starts(with: "//".utf8) { return "https:" + head(slashes[...], after: 2) }
    guard let colon = slashes.firstIndex(of: UInt8(ascii: ":")),
      !slashes[..<colon].contains(where: { "/?#".utf8.contains($0) || $0 == FrameText.value }), colon > 0
    else { return nil }
    if slashes[..<colon].elementsEqual("data".utf8) { return nil }
    return head(slashes[...], after: colon + 3)
  }

  /// An address up to the end of its host.
  private func head(_ address: ArraySlice<UInt8>, after count: Int) -> String {
    let rest = address.dropFirst(count).prefix { !"/?#".utf8.contains($0) }
    return String(decoding: address.prefix(count) + rest.filter { $0 > 0x20 }, as: UTF8.self)
  }

  private func isScript(_ value: [UInt8]) -> Bool {
    let bytes = plain(value[...])
    return bytes.starts(with: "javascript:".utf8) || bytes.starts(with: "vbscript:".utf8)
  }

  /// In lower case and without what a browser passes over in an address.
  private func plain(_ address: ArraySlice<UInt8>) -> [UInt8] {
    Array(lowercased(address.filter { $0 > 0x20 || $0 == FrameText.value }).utf8)
  }

  private mutating func report(_ message: String, at offset: Int, _ hint: String, line: Int = #line) {
    let (kind, text) = (Messages.Kind(file: #fileID, line: line), text)
    messages.add(
      .error, of: kind, at: text.location(at: offset),
      // An address may be as long as the file.
      { String(String.UnicodeScalarView(message.unicodeScalars.prefix(200))) }, hint: { hint })
  }
}

extension TemplateSet {
  /// Checks that a frame has the content, a policy, no inline script, and loads nothing from elsewhere.
  /// - Parameter origins: From where it may load all the same, such as `https://cdn.example.com`.
  public func checkFrame(_ name: String, allowing origins: [String]) -> [Diagnostic] {
    guard let template = templates[name] else { return [missing(name)] }
    var found = FrameSafety.problems(of: FrameText(name, in: templates), allowing: origins)
    let hasContent = files(of: name).contains { file in
      templates[file]?.tags.contains { $0.kind == .variable && $0.path == ["content"] } ?? false
    }
    if !hasContent {
      found.append(
        Diagnostic(
          .error, "the layout has no `{{content}}`, so every page would be empty",
          at: SourceLocation(file: template.source.path), hint: "put `{{content}}` inside <main>"))
    }
    return found
  }
}

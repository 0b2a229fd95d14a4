import HTMLTree
public import Model

/// Checks what a frame lets a browser do: its policy, its scripts, and what it loads.
///
/// The policy alone would stop most of it; but then a page would be broken for everyone who reads it, and nobody would
/// have said so. So each is an error where it is written.
struct FrameSafety {
  /// The policy of the built-in theme.
  static let policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"

  private let page: FramePage
  private var text: FrameText { page.text }
  /// Such as `https://cdn.example.com`.
  private let origins: [String]
  private var messages = Messages()

  static func problems(of text: FrameText, allowing origins: [String]) -> [Diagnostic] {
    if let place = HTMLTree.refusedPlace(in: text.bytes) {
      let shown = String(decoding: text.bytes[place], as: UTF8.self)
      return [
        Diagnostic(
          .error, "`\(shown)` must not stand in a layout: browsers do not agree on what is in it",
          at: text.location(at: place.lowerBound), hint: "remove it, from comments and values too")
      ]
    }
    guard let page = FramePage(text) else {
      return [
        Diagnostic(
          .error, "with its partials the layout is too large to be checked", at: text.location(at: 0),
          hint:
            "it may have \(HTMLTree.largestText) bytes, \(HTMLTree.mostTags) tags and \(FramePage.mostSections) sections"
        )
      ]
    }
    var safety = FrameSafety(page: page, origins: origins.map { lowercased($0.utf8) })
    safety.checkPolicy()
    safety.checkSections()
    for fault in FrameReading(page).faults + FrameElements(page, allowing: safety.origins).faults {
      safety.report(fault.message, at: fault.offset, fault.hint, line: fault.line)
    }
    return safety.messages.all
  }

  private init(page: FramePage, origins: [String]) {
    self.page = page
    self.origins = origins
  }

  // MARK: The policy

  private mutating func checkPolicy() {
    let hint =
      "put this behind <head>: <meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">"
    let metas = page.nodes.filter { $0.name == "meta" && $0.range != nil }
    let found = metas.first { $0["http-equiv"].map { lowercased($0.value) } == "content-security-policy" }
    guard let meta = found, let place = meta.range else {
      let head = page.nodes.first { $0.name == "head" }?.range
      report("the layout has no Content-Security-Policy", at: head?.lowerBound ?? 0, hint)
      return
    }
    // A browser obeys it only in the head, and only for what comes after it.
    if let (before, offset) = FrameReading(page).beforePolicy(endingAt: place.lowerBound) {
      report("\(before) stands before the Content-Security-Policy", at: offset, hint)
    } else if meta.parent.map({ page.nodes[$0].name }) != "head" {
      report("the Content-Security-Policy does not stand in the head", at: place.lowerBound, hint)
    }
    let inside = (place.lowerBound + 1)..<(place.upperBound - 1)
    if page.hasSection(in: inside), let content = meta["content"], !page.hasTag(in: page.written(content)) {
      report(
        "the Content-Security-Policy has a section in it, so a page may lack it", at: place.lowerBound, hint)
    }
    if text.sections.contains(where: { $0.range.contains(place.lowerBound) }) {
      report(
        "the Content-Security-Policy stands in a section, so a page may lack it", at: place.lowerBound, hint)
    }
    checkSources(of: meta, at: place.lowerBound, hint)
  }

  private mutating func checkSources(of meta: HTMLNode, at offset: Int, _ hint: String) {
    let content = meta["content"]
    let place = content?.range.lowerBound ?? offset
    let written = content.map { page.written($0) } ?? 0..<0
    let value = text.bytes[written]
    guard !page.hasTag(in: written), !value.contains(where: { $0 == UInt8(ascii: "&") || $0 < 0x09 }) else {
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

  private mutating func checkSections() {
    let sections = FrameSections(page)
    for section in text.sections {
      guard let fault = sections.fault(of: section) else { continue }
      messages.add(
        .error, of: Messages.Kind(file: #fileID, line: #line), at: section.location, { fault.message },
        hint: { fault.hint })
    }
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

import CommonMark
import Markup
import Model
import Synchronization
import Templating
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A template that is parsed once gives every page what parsing that page's own text would give.
@Suite struct CompiledTemplateTests {
  /// A random template, as its source and as what it becomes.
  indirect enum Node {
    case text(String)
    case value(String)
    case section(name: String, isInverted: Bool, hasOwnLines: Bool, [Node])
  }

  /// Names, each with what it is on every page.
  static let flags = ["yes", "no"]
  static let texts = ["name", "note", "id"]
  static let lists = ["tags", "rows"]
  static let pieces = [
    "a ", "**b** ", "\n\n", "\n- c ", "\n\n## d\n\n", "> e\n", "*f", "`g` ", "1. h\n", "\n---\n", "\\* ",
    "\n    i\n\n",
    "![j](k.png) ", "[l](m/) ", "\n\n```code\nn\n```\n\n", "_", "&amp; ", "* ", "\n===\n", "o\\\n",
  ]

  static func nodes(_ depth: Int, _ random: inout SeededGenerator) -> [Node] {
    (0..<Int.random(in: 1...5, using: &random)).map { _ in
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: .text(pieces.randomElement(using: &random) ?? "")
      case 4..<7: .value(texts.randomElement(using: &random) ?? "")
      default:
        depth == 0
          ? .text("p ")
          : .section(
            name: (flags + texts + lists).randomElement(using: &random) ?? "",
            isInverted: Bool.random(using: &random), hasOwnLines: Bool.random(using: &random),
            nodes(depth - 1, &random))
      }
    }
  }

  /// Whatever is written in before, the page is the same; elements of sections have names of their own.
  @Test(arguments: UInt64(0)..<300)
  func aFrameWithKnownValuesGivesTheSamePage(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let source =
      Self.source(of: Self.nodes(3, &random)) + "{{page.name}}{{#page.rows}}{{id}}{{.}}{{/page.rows}}"
    let frame = try templateSet(["a.html": source]).frame("a.html")
    func element() -> TemplateValue {
      let names = Self.texts.filter { _ in Bool.random(using: &random) }
      return .record(
        Dictionary(names.map { ($0, .text("<\($0)>")) }, uniquingKeysWith: { first, _ in first }))
    }
    var names: [String: TemplateValue] = ["yes": .flag(true), "no": .flag(false)]
    for name in Self.texts {
      names[name] = .text(HostileValueTests.values.randomElement(using: &random) ?? "")
    }
    for name in Self.lists {
      names[name] = .list((0..<Int.random(in: 0...3, using: &random)).map { _ in element() })
    }
    let page: [String: TemplateValue] = ["name": .text("&"), "rows": .list([.text("a"), .text("b")])]
    var known = names.filter { _ in Bool.random(using: &random) }
    known["page"] = .record(page.filter { _ in Bool.random(using: &random) })
    names["page"] = .record(page)
    var plain = MarkupBuffer()
    var filled = MarkupBuffer()
    try frame.write(.record(names), to: &plain)
    try frame.filled(with: known).write(.record(names), to: &filled)
    #expect(filled.text == plain.text)
  }

  static func source(of nodes: [Node]) -> String {
    nodes.map { node in
      switch node {
      case .text(let text): text
      case .value(let name): "{{\(name)}}"
      case .section(let name, let isInverted, let hasOwnLines, let nodes):
        hasOwnLines
          ? "\n  {{\(isInverted ? "^" : "#")\(name)}} \n\(source(of: nodes))\n{{/\(name)}}\n"
          : "{{\(isInverted ? "^" : "#")\(name)}}\(source(of: nodes)){{/\(name)}}x"
      }
    }.joined()
  }

  /// What a page says of each name: how often a section of it is there, and the word that stands for its value.
  struct Page {
    let repetitions: [String: Int]
    let values: [String: String]

    init(_ random: inout SeededGenerator) {
      var repetitions = ["yes": 1, "no": 0]
      var values: [String: String] = [:]
      for name in texts {
        let value =
          Bool.random(using: &random) ? HostileValueTests.values.randomElement(using: &random) ?? "" : "v"
        values[name] = value
        repetitions[name] = cleanText(value).utf8.isEmpty ? 0 : 1
      }
      for name in lists { repetitions[name] = Int.random(in: 0...3, using: &random) }
      self.repetitions = repetitions
      self.values = values
    }

    var context: TemplateValue {
      var names: [String: TemplateValue] = ["yes": .flag(true), "no": .flag(false)]
      for name in texts { names[name] = .text(values[name] ?? "") }
      for name in lists {
        names[name] = .list(Array(repeating: .record([:]), count: repetitions[name] ?? 0))
      }
      return .record(names)
    }

    /// The text with a word for each value.
    func expanded(_ nodes: [Node]) -> String {
      nodes.map { node in
        switch node {
        case .text(let text): return text
        case .value(let name): return word(name)
        case .section(let name, let isInverted, let hasOwnLines, let nodes):
          let count = repetitions[name] ?? 0
          let shown = isInverted ? (count == 0 ? 1 : 0) : count
          let inner = String(repeating: expanded(nodes) + (hasOwnLines ? "\n" : ""), count: shown)
          return hasOwnLines ? "\n\(inner)" : "\(inner)x"
        }
      }.joined()
    }

    func word(_ name: String) -> String { "\u{E100}\(name)\u{E101}" }

    /// The page as parsing its own text gives it.
    func html(_ nodes: [Node]) throws -> String {
      var rewriter = Keeping()
      var html = try renderMarkdown(expanded(nodes), rewriting: &rewriter).description
      for name in texts { html = html.replacing(word(name), with: escaped(values[name] ?? "")) }
      return html
    }
  }

  private struct Keeping: MarkdownRewriter {
    func text(for literal: String) -> String { literal }
    func destination(for literal: String) -> SafeURL? { SafeURL(literal) }
    func replacement(for block: FencedBlock) -> HTML? { nil }
  }

  @Test(arguments: UInt64(0)..<80)
  func everyPageIsAsIfParsedAlone(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let nodes = Self.nodes(3, &random)
    let body = try templateSet(["a.md": Self.source(of: nodes)]).body("a.md", blocks: [], prepare: figure)
    for _ in 0..<12 {
      let page = Page(&random)
      let html = try body.html(with: page.context)
      #expect(try Array(html.description.utf8) == Array(page.html(nodes).utf8), "\(Self.source(of: nodes))")
    }
  }

  /// Sections within each other multiply: they are left to the page, which has a limit for it.
  @Test(.timeLimit(.minutes(1)), arguments: [3, 9, 12, 60])
  func sectionsThatMultiplyAreNotWrittenInBefore(depth: Int) throws {
    let open = String(repeating: "{{#list}}", count: depth)
    let source = "\(open)a{{text}}\(String(repeating: "{{/list}}", count: depth))"
    let frame = try templateSet(["a.html": source]).frame("a.html")
    let names: [String: TemplateValue] = [
      "list": .list((0..<6).map { _ in .record([:]) }), "text": .text("b"),
    ]
    let filled = frame.filled(with: names)
    func page(_ frame: FrameTemplate) -> [UInt8]? {
      var html = MarkupBuffer()
      do throws(InvalidInput) {
        try frame.write(.record(names), to: &html)
        return html.bytes
      } catch {
        return nil
      }
    }
    #expect(page(filled) == page(frame))
    #expect((page(frame) == nil) == (depth > 6))
  }

  @Test func aBlockIsMadeOnceUnlessAValueIsInItsOptions() throws {
    let calls = Mutex<[String]>([])
    let template = "```chart\ntitle: a\n```\n\n```chart\ntitle: {{name}}\n```\n{{#yes}}b{{/yes}}"
    let body = try templateSet(["a.md": template]).body("a.md", blocks: [chart]) { call in
      calls.withLock { $0.append(call.options["title"] ?? "") }
      return figure(call)
    }
    for name in ["x", "y"] {
      for isSet in [true, false] {
        let html = try body.html(with: .record(["name": .text(name), "yes": .flag(isSet)]))
        #expect(html.description.contains("title=\(name);"))
      }
    }
    // Once for each set of sections, and once for each page.
    #expect(calls.withLock { $0 } == ["a", "x", "a", "x", "y", "y"])
  }

  @Test func pagesThatNeedAShapeAtTheSameMomentShareItsMaking() async throws {
    let calls = Mutex(0)
    let body = try templateSet(["a.md": "```chart\ntitle: a\n```\n"]).body("a.md", blocks: [chart]) { call in
      calls.withLock { $0 += 1 }
      // Long enough for the others to come.
      usleep(20_000)
      return figure(call)
    }
    try await withThrowingTaskGroup(of: HTML.self) { group in
      for _ in 0..<8 { group.addTask { try body.html(with: .record([:])) } }
      for try await html in group { #expect(html.description.contains("title=a;")) }
    }
    #expect(calls.withLock { $0 } == 1)
  }

  @Test(arguments: [
    "&#xE000;v30&#xE001;", "&#Xe000;", "&#57344;", "&#57345;", "&#x0000E001;", "`&#x000000000000000000E000`",
  ])
  func aCharacterReferenceForgesNoPlaceholder(reference: String) throws {
    let found = mistakes(["a.md": "a\n\nb \(reference)"])
    #expect(found.first?.hasPrefix("Templates/a.md:3:") == true)
    #expect(found.first?.contains("is reserved for kolsite") == true)
    let note = SourceText(path: "note.md", text: reference)
    #expect(throws: InvalidInput.self) { try renderMarkdownText(note) }
  }

  /// As deep as it goes, a template may be small and what it becomes not.
  @Test(.timeLimit(.minutes(1)), arguments: ["a.md", "a.html"])
  func sectionsThatMultiplyAreRefusedSoon(name: String) throws {
    let deep = String(repeating: "{{#tags}}", count: 60) + "x" + String(repeating: "{{/tags}}", count: 60)
    let set = try templateSet([name: deep])
    let context = TemplateValue.record(["tags": .list([.text("a"), .text("b")])])
    let error = #expect(throws: InvalidInput.self) {
      _ =
        name == "a.md"
        ? try set.renderBody(name, context: context) { _ in HTML(trusted: []) }
        : try set.renderFrame(name, context: context)
    }
    #expect(error?.diagnostics.first?.message.contains("with its sections repeated") == true)
  }
}

import CommonMark
import Markup
import Model

/// The HTML of a body but for its values and its report blocks: the same for all pages with the same sections.
struct Skeleton: Sendable {
  /// What is written before, between and behind the holes.
  let bytes: [UInt8]
  /// In the order of the page; each begins where `bytes` have come to its `offset`.
  let holes: [(offset: Int, hole: Hole)]
  let parts: Parts

  /// What is written in a hole, by its place among the ``Parts``.
  enum Hole: Sendable {
    /// A value by its number.
    case text(Int)
    case block(Int)
    case code(Int)
    case link(Int)
    case linkEnd(Int)
    case image(Int)
  }

  /// What needs values before it can be written.
  struct Parts: Sendable {
    var blocks: [Block] = []
    var codes: [Code] = []
    var links: [Link] = []
    var images: [Link] = []
  }

  /// A report block.
  struct Block: Sendable {
    let kind: String
    let options: [(name: Text, value: Text)]
    let location: SourceLocation

    var hasValues: Bool { options.contains { $0.name.hasValues || $0.value.hasValues } }
  }

  /// A code block whose language has a value in it.
  struct Code: Sendable {
    let info: Text
    let body: Text
  }

  /// A link or an image with a value in its address or its title.
  struct Link: Sendable {
    let destination: Text
    let title: Text
    /// What stands for an image that is not shown.
    let imageText: Text
  }

  /// A text that may have values in it.
  struct Text: Sendable {
    let pieces: [Piece]

    enum Piece: Sendable {
      case literal(ArraySlice<UInt8>)
      /// By its number.
      case value(Int)
    }

    /// - Parameter text: With placeholders; what is none of a value is left out.
    init(_ text: String) {
      pieces = Placeholder.pieces(of: Array(text.utf8)).compactMap { piece in
        switch piece {
        case .literal(let literal): .literal(literal)
        case .placeholder(let placeholder):
          placeholder.kind == .value ? placeholder.index.map { .value($0) } : nil
        }
      }
    }

    var hasValues: Bool { pieces.contains { if case .value = $0 { true } else { false } } }
  }

  /// Parses Markdown in which values are placeholders.
  /// - Parameters:
  ///   - path: The file that a place is in where the text does not say so.
  ///   - kinds: The names of the blocks; other fenced code stays code.
  init(
    markdown text: String, path: String, kinds: Set<String>, limits: MarkdownLimits
  ) throws(MarkdownError) {
    var compiler = SkeletonCompiler(path: path, kinds: kinds)
    let html = try renderMarkdown(text, limits: limits, rewriting: &compiler)
    var bytes: [UInt8] = []
    var holes: [(offset: Int, hole: Hole)] = []
    bytes.reserveCapacity(html.bytes.count)
    var isBehindBlock = false
    for piece in Placeholder.pieces(of: html.bytes) {
      switch piece {
      case .literal(let literal):
        // libcmark ends the line of the placeholder; the block that takes its place may have done that itself.
        bytes += isBehindBlock && literal.first == UInt8(ascii: "\n") ? literal.dropFirst() : literal
        isBehindBlock = false
      case .placeholder(let placeholder):
        guard let hole = Hole(placeholder, in: compiler.parts) else { continue }
        holes.append((bytes.count, hole))
        isBehindBlock =
          switch hole {
          case .block, .code: true
          case .text, .link, .linkEnd, .image: false
          }
      }
    }
    self.bytes = bytes
    self.holes = holes
    parts = compiler.parts
  }
}

extension Skeleton.Hole {
  /// Nil for a placeholder that is none of these parts.
  fileprivate init?(_ placeholder: Placeholder, in parts: Skeleton.Parts) {
    guard let index = placeholder.index else { return nil }
    switch placeholder.kind {
    case .value: self = .text(index)
    case .block where parts.blocks.indices.contains(index): self = .block(index)
    case .code where parts.codes.indices.contains(index): self = .code(index)
    case .link where parts.links.indices.contains(index): self = .link(index)
    case .linkEnd where parts.links.indices.contains(index): self = .linkEnd(index)
    case .image where parts.images.indices.contains(index): self = .image(index)
    case .block, .code, .link, .linkEnd, .image, .location: return nil
    }
  }
}

/// Notes what needs values, and lets Markdown write a placeholder for it.
private struct SkeletonCompiler: MarkdownRewriter {
  let path: String
  let kinds: Set<String>
  private(set) var parts = Skeleton.Parts()

  init(path: String, kinds: Set<String>) {
    self.path = path
    self.kinds = kinds
  }

  /// Keeps the values, and nothing else that could become a placeholder beside its neighbours.
  func text(for literal: String) -> String {
    guard Placeholder.occurs(in: literal) else { return literal }
    var bytes: [UInt8] = []
    for piece in Placeholder.pieces(of: Array(literal.utf8)) {
      switch piece {
      case .literal(let literal):
        bytes += Placeholder.without(literal)
      case .placeholder(let placeholder):
        if placeholder.kind == .value { bytes += placeholder.encoded }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  func destination(for literal: String) -> SafeURL? { SafeURL(literal) }

  mutating func frame(of link: MarkdownLink) -> MarkdownFrame? {
    let part = Skeleton.Link(
      destination: Skeleton.Text(link.destination), title: Skeleton.Text(link.title),
      imageText: Skeleton.Text(link.imageText ?? ""))
    guard part.destination.hasValues || part.title.hasValues else { return nil }
    if link.imageText != nil {
      parts.images.append(part)
      return MarkdownFrame(opening: hole(.image, parts.images.count), closing: HTML(trusted: []))
    }
    parts.links.append(part)
    return MarkdownFrame(
      opening: hole(.link, parts.links.count), closing: hole(.linkEnd, parts.links.count))
  }

  mutating func replacement(for fence: FencedBlock) -> HTML? {
    let kind = BlockLines.kind(of: fence.info)
    if kinds.contains(kind) {
      let options = BlockLines(body: fence.body).options.map { option in
        (name: Skeleton.Text(option.name), value: Skeleton.Text(option.value))
      }
      parts.blocks.append(Skeleton.Block(kind: kind, options: options, location: location(of: fence)))
      return hole(.block, parts.blocks.count)
    }
    let info = Skeleton.Text(fence.info)
    guard info.hasValues else { return nil }
    parts.codes.append(Skeleton.Code(info: info, body: Skeleton.Text(fence.body)))
    return hole(.code, parts.codes.count)
  }

  private func hole(_ kind: Placeholder.Kind, _ count: Int) -> HTML {
    HTML(trusted: Placeholder(kind, count - 1).encoded)
  }

  /// The place that the fence carries; in Markdown without tags, its own line.
  private func location(of fence: FencedBlock) -> SourceLocation {
    for case .placeholder(let placeholder) in Placeholder.pieces(of: Array(fence.info.utf8))
    where placeholder.kind == .location {
      let colon = placeholder.payload.firstIndex(of: UInt8(ascii: ":")) ?? placeholder.payload.endIndex
      let line = Int(String(decoding: placeholder.payload[..<colon], as: UTF8.self))
      let file = String(decoding: placeholder.payload[colon...].dropFirst(), as: UTF8.self)
      return SourceLocation(file: file, line: line)
    }
    return SourceLocation(file: path, line: fence.line)
  }
}

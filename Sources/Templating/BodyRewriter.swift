import CommonMark
import Markup
import Model

/// Puts values back into a parsed body, and report blocks into the place of their fences.
struct BodyRewriter: MarkdownRewriter {
  let path: String
  let store: ValueStore
  let kinds: Set<String>
  let block: (BlockCall) throws -> HTML
  /// The first error of a block; once there is one, no further block is asked for.
  private(set) var failure: (any Error)?

  init(
    path: String, store: ValueStore, kinds: [BlockKind], block: @escaping (BlockCall) throws -> HTML
  ) {
    self.path = path
    self.store = store
    self.kinds = Set(kinds.map(\.name))
    self.block = block
  }

  func text(for literal: String) -> String {
    guard Placeholder.occurs(in: literal) else { return literal }
    var bytes: [UInt8] = []
    for piece in Placeholder.pieces(of: Array(literal.utf8)) {
      switch piece {
      case .literal(let literal): bytes.append(contentsOf: literal)
      case .placeholder(let placeholder):
        bytes.append(contentsOf: shown(store.value(of: placeholder)))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A value at the beginning of an address is taken as it is. A text further on is one component: it is
  /// percent-encoded, so it cannot begin another part of the path, a query or a fragment.
  func destination(for literal: String) -> SafeURL? {
    guard Placeholder.occurs(in: literal) else { return SafeURL(literal) }
    var bytes: [UInt8] = []
    for piece in Placeholder.pieces(of: Array(literal.utf8)) {
      switch piece {
      case .literal(let literal): bytes.append(contentsOf: literal)
      case .placeholder(let placeholder):
        let value = store.value(of: placeholder)
        if case .text = value, !bytes.isEmpty {
          appendEncoded(shown(value), to: &bytes)
        } else {
          bytes.append(contentsOf: shown(value))
        }
      }
    }
    return SafeURL(String(decoding: bytes, as: UTF8.self))
  }

  mutating func replacement(for fence: FencedBlock) -> HTML? {
    let kind = BlockLines.kind(of: fence.info)
    guard kinds.contains(kind), failure == nil else { return nil }
    var options: [String: String] = [:]
    for option in BlockLines(body: fence.body).options {
      options[text(for: option.name)] = text(for: option.value)
    }
    do {
      return try block(BlockCall(kind: kind, options: options, location: location(of: fence)))
    } catch {
      failure = error
      return nil
    }
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

  private func shown(_ value: TemplateValue) -> [UInt8] {
    switch value {
    case .text(let text): Array(cleanText(text).utf8)
    case .url(let url): Array((url?.text ?? "").utf8)
    // A check refuses markup in Markdown; unchecked, it is shown as the text that it is.
    case .html(let html): html.bytes
    case .flag, .list, .record, .missing: []
    }
  }

  private func appendEncoded(_ payload: [UInt8], to bytes: inout [UInt8]) {
    for byte in payload {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
      }
    }
  }

  private func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
  }
}

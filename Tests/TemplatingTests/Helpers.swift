import CommonMark
import Markup
import Model
import Templating

/// A template set of files that are named as they are.
func templateSet(_ files: [String: String]) throws(InvalidInput) -> TemplateSet {
  var sources: [String: SourceText] = [:]
  for (name, text) in files { sources[name] = SourceText(path: "Templates/\(name)", text: text) }
  return try TemplateSet(sources: sources)
}

/// What is printed for the mistakes of a template set.
func mistakes(_ files: [String: String]) -> [String] {
  do {
    _ = try templateSet(files)
    return []
  } catch {
    return error.diagnostics.map(\.description)
  }
}

/// Renders one body whose report blocks show their options.
func body(_ template: String, _ context: TemplateValue, blocks: [BlockKind] = [chart]) throws -> String {
  try templateSet(["a.md": template]).renderBody("a.md", context: context, blocks: blocks, block: figure)
    .description
}

/// A block that shows its options.
func figure(_ call: BlockCall) -> HTML {
  var buffer = MarkupBuffer()
  buffer.appendLiteral("<figure>")
  for (name, value) in call.options.sorted(by: { $0.key < $1.key }) {
    buffer.appendText("\(name)=\(value);")
  }
  buffer.appendLiteral("</figure>")
  return HTML(buffer)
}

func frame(_ template: String, _ context: TemplateValue) throws -> String {
  try templateSet(["a.html": template]).renderFrame("a.html", context: context).description
}

extension TemplateSet {
  /// Renders one page of a body.
  func renderBody(
    _ name: String, context: TemplateValue, limits: MarkdownLimits = MarkdownLimits(),
    blocks: [BlockKind] = [], block: @escaping @Sendable (BlockCall) throws -> HTML
  ) throws -> HTML {
    try body(name, blocks: blocks, limits: limits, prepare: block).html(with: context)
  }

  func renderFrame(_ name: String, context: TemplateValue) throws -> HTML {
    var html = MarkupBuffer()
    try frame(name).write(context, to: &html)
    return HTML(html)
  }
}

extension BodyTemplate where Block == HTML {
  /// Renders one page.
  func html(with context: TemplateValue) throws -> HTML {
    var html = MarkupBuffer()
    try filled(with: context).write(to: &html) { block, _, html in html.append(block) }
    return HTML(html)
  }
}

let chart = BlockKind(
  name: "chart",
  options: [
    BlockOption(name: "line", isRequired: true, values: .oneOf(["fansCount", "likes"])),
    BlockOption(name: "also", values: .listOf(["fansCount", "likes"])),
    BlockOption(name: "window", values: .days),
    BlockOption(name: "rows", values: .count),
    BlockOption(name: "title", values: .text),
  ])

/// The names of the elements in some HTML, read byte by byte.
func elements(in html: String) -> [String] {
  let bytes = Array(html.utf8)
  return bytes.indices.filter { bytes[$0] == UInt8(ascii: "<") }.map { start in
    let name = bytes[(start + 1)...].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ">") }
    return String(decoding: name, as: UTF8.self)
  }
}

/// A text as it must be spelled between tags and in attributes, worked out by Unicode scalars.
func escaped(_ text: String, quote: String = "&quot;", apostrophe: String = "'") -> String {
  var result = ""
  for scalar in cleanText(text).unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += quote
    case "'": result += apostrophe
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

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
  try templateSet(["a.md": template]).renderBody("a.md", context: context, blocks: blocks) { call in
    var buffer = MarkupBuffer()
    buffer.appendLiteral("<figure>")
    for (name, value) in call.options.sorted(by: { $0.key < $1.key }) {
      buffer.appendText("\(name)=\(value);")
    }
    buffer.appendLiteral("</figure>")
    return HTML(buffer)
  }.description
}

func frame(_ template: String, _ context: TemplateValue) throws -> String {
  try templateSet(["a.html": template]).renderFrame("a.html", context: context).description
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

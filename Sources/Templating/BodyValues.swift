import Markup
import Model

/// The values of one page, and how a body shows them.
struct BodyValues: Sendable {
  /// By number.
  private let values: [TemplateValue]

  init(_ values: [TemplateValue]) {
    self.values = values
  }

  func call(_ block: Skeleton.Block) -> BlockCall {
    let options = block.options.map { (text($0.name), text($0.value)) }
    return BlockCall(
      kind: block.kind, options: Dictionary(options, uniquingKeysWith: { _, last in last }),
      location: block.location)
  }

  func append(_ number: Int, to page: inout MarkupBuffer) {
    page.appendMarkdownText(shown(value(number)))
  }

  func append(_ code: Skeleton.Code, to page: inout MarkupBuffer) {
    let language = text(code.info).utf8.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    page.appendLiteral("<pre><code")
    if !language.isEmpty {
      page.appendLiteral(" class=\"language-")
      page.appendMarkdownText(String(decoding: Array(language), as: UTF8.self))
      page.appendLiteral("\"")
    }
    page.appendLiteral(">")
    for piece in code.body.pieces {
      switch piece {
      case .literal(let literal): page.appendMarkdownLiteral(literal)
      case .value(let number): append(number, to: &page)
      }
    }
    page.appendLiteral("</code></pre>\n")
  }

  /// - Returns: Whether there is a link.
  func appendStart(of link: Skeleton.Link, to page: inout MarkupBuffer) -> Bool {
    guard let address = address(link.destination) else { return false }
    page.appendLiteral("<a href=\"")
    page.appendMarkdownAddress(address)
    page.appendLiteral("\"")
    appendTitle(of: link, to: &page)
    page.appendLiteral(">")
    return true
  }

  func appendImage(_ image: Skeleton.Link, to page: inout MarkupBuffer) {
    guard let address = address(image.destination) else {
      page.appendMarkdownText(text(image.imageText))
      return
    }
    page.appendLiteral("<img src=\"")
    page.appendMarkdownAddress(address)
    page.appendLiteral("\" alt=\"")
    page.appendMarkdownText(text(image.imageText))
    page.appendLiteral("\"")
    appendTitle(of: image, to: &page)
    page.appendLiteral(" />")
  }

  private func appendTitle(of link: Skeleton.Link, to page: inout MarkupBuffer) {
    let title = text(link.title)
    if title.utf8.isEmpty { return }
    page.appendLiteral(" title=\"")
    page.appendMarkdownText(title)
    page.appendLiteral("\"")
  }

  private func text(_ text: Skeleton.Text) -> String {
    var whole: [UInt8] = []
    for piece in text.pieces {
      switch piece {
      case .literal(let literal): whole += literal
      case .value(let number): whole += shown(value(number)).utf8
      }
    }
    return String(decoding: whole, as: UTF8.self)
  }

  /// A value at the beginning of an address is taken as it is. A text further on is one component: it is
  /// percent-encoded, so it cannot begin another part of the path, a query or a fragment.
  private func address(_ text: Skeleton.Text) -> SafeURL? {
    var bytes: [UInt8] = []
    for piece in text.pieces {
      switch piece {
      case .literal(let literal): bytes += literal
      case .value(let number):
        let value = value(number)
        if case .text = value, !bytes.isEmpty {
          SafeURL.appendComponent(shown(value), to: &bytes)
        } else {
          bytes += shown(value).utf8
        }
      }
    }
    return SafeURL(String(decoding: bytes, as: UTF8.self))
  }

  private func value(_ number: Int) -> TemplateValue {
    values.indices.contains(number) ? values[number] : .missing
  }

  /// What a body shows of a value, cleaned and on one line.
  private func shown(_ value: TemplateValue) -> String {
    switch value {
    case .text(let text): cleanText(text)
    case .url(let url): url?.text ?? ""
    // A check refuses markup in Markdown; unchecked, it is shown as the text that it is.
    case .html(let html): html.description
    case .flag, .list, .record, .missing: ""
    }
  }
}

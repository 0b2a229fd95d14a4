import Markup
import Model
import Templating

/// ```` ```note ````: the analyst's note on a KOL under its own heading, signed; nothing where there is none.
struct NoteBlock: ProfileBlock {
  static let kind = BlockKind(name: "note", summary: "the analyst's note, where there is one")

  private let head: HTML

  init(_ options: BlockOptions, wording: Wording) {
    head = .written { html in
      html.appendLiteral("<section class=\"note\">")
      html.appendHeading(wording.labels[.analystNote])
    }
  }

  func write(_ page: ProfilePage, to output: inout PageOutput) throws(InvalidInput) {
    guard let note = page.note else { return }
    // Notes have no report blocks: their code blocks stay code.
    let text = try renderMarkdownText(note.text)
    output.html.append(head)
    output.html.append(text)
    if note.author != nil || note.day != nil {
      output.html.appendLiteral("<p class=\"signature\">")
      if let author = note.author { output.html.appendIsolated(author) }
      if note.author != nil && note.day != nil { output.html.appendLiteral(" · ") }
      if let day = note.day { output.html.appendTime(day) }
      output.html.appendLiteral("</p>\n")
    }
    output.html.appendLiteral("</section>\n")
  }
}

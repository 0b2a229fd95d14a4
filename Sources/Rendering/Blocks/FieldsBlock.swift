import Markup
import Model
import Templating

/// ```` ```fields ````: every published field of the newest reply as the platform has it, folded away.
///
/// Nothing is interpreted but that a 0 which means "not supplied" says so, and that a quote which the creator hides is not
/// shown; a field whose meaning nobody outside the
/// platform knows stands under its key and is called undocumented.
struct FieldsBlock: ProfileBlock {
  static let kind = BlockKind(name: "fields", summary: "every published field of the reply, folded away")

  private let wording: Wording
  private let headers: HTML
  private let groups: [Group]
  private let pieces: MarkupPieces
  private let values: FieldValueWords
  /// What a reply leaves empty, each kind in a row of its own, up to the names.
  private let null: HTML
  private let notSent: HTML
  private let unreadable: HTML

  /// Fields that belong together.
  private struct Group {
    let head: MarkupPieces.Piece
    let rows: [Row]
  }

  private struct Row {
    /// The field's place in the catalogue.
    let index: Int
    let name: MarkupPieces.Piece
    /// Up to the value.
    let head: MarkupPieces.Piece
    let number: FieldValueWords.Number
  }

  init(_ options: BlockOptions, wording: Wording) {
    func empty(_ reason: Labels.Key) -> HTML {
      .written { html in
        html.appendLiteral("<tr><th scope=\"row\">")
        html.appendMissing(reason: wording.labels[reason])
        html.appendLiteral("</th><td class=\"source\">")
      }
    }
    self.wording = wording
    values = FieldValueWords(wording)
    headers = .written { html in
      for key in [Labels.Key.field, .value] {
        html.appendLiteral("<th scope=\"col\">")
        html.appendText(wording.labels[key])
        html.appendLiteral("</th>")
      }
    }
    let published = FieldCatalog.builtIn.fields.enumerated().filter(\.element.isPublished)
    var pieces = MarkupPieces()
    groups = Field.Group.allCases.compactMap { group in
      let fields = published.filter { $0.element.group == group }
      guard let first = fields.first?.element else { return nil }
      return Group(
        head: pieces.add(Self.head(of: first, wording)),
        rows: fields.map { Self.row(of: $0.element, at: $0.offset, wording, in: &pieces) })
    }
    self.pieces = pieces
    null = empty(.reasonNull)
    notSent = empty(.reasonNotSent)
    unreadable = empty(.reasonUnreadable)
  }

  private static func head(of first: Field, _ wording: Wording) -> HTML {
    .written { html in
      html.appendLiteral("</tbody>\n<tbody><tr class=\"group\"><th colspan=\"2\" scope=\"rowgroup\">")
      html.appendText(wording.labels.texts[first.group.rawValue] ?? first.group.rawValue)
      html.appendLiteral(" <small class=\"scope\">")
      html.appendText(wording.labels[first.isEstimate ? .platformEstimate : .platformField])
      html.appendLiteral("</small></th></tr>\n")
    }
  }

  private static func row(
    of field: Field, at index: Int, _ wording: Wording, in pieces: inout MarkupPieces
  ) -> Row {
    let name = HTML.written { html in
      html.appendText(field.label?[wording.language] ?? wording.labels[.undocumented])
      html.appendLiteral(" ")
      html.appendCode(field.key)
    }
    let head = HTML.written { html in
      html.appendLiteral("<tr><th scope=\"row\">")
      html.append(name)
      html.appendScope(field.scope, wording: wording)
      html.appendLiteral("</th><td>")
    }
    return Row(
      index: index, name: pieces.add(name), head: pieces.add(head),
      number: Field.healthLevels.contains(field.key) ? .health : field.unit == .code ? .code : .amount)
  }

  func write(_ page: ProfilePage, to output: inout PageOutput) {
    guard let snapshot = page.kol.snapshot else { return }
    let profile = snapshot.profile
    let caption = caption(of: snapshot)
    output.html.appendLiteral("<details class=\"all-fields\"><summary>")
    output.html.appendText(caption)
    output.html.appendLiteral("</summary>\n")
    output.html.openTable(caption: caption) { $0.append(headers) }
    for group in groups {
      output.html.append(group.head, of: pieces)
      for row in group.rows where !profile.values[row.index].isEmpty {
        output.html.append(row.head, of: pieces)
        values.append(profile, fieldAt: row.index, as: row.number, to: &output.html)
        output.html.appendLiteral("</td></tr>\n")
      }
      appendEmpty(group, null, to: &output.html) {
        if case .null = profile.values[$0] { true } else { false }
      }
      appendEmpty(group, notSent, to: &output.html) { !profile.values[$0].isSent }
      appendEmpty(group, unreadable, to: &output.html) {
        if case .unreadable = profile.values[$0] { true } else { false }
      }
    }
    output.html.closeTable()
    output.html.appendLiteral("</details>\n")
  }

  private func caption(of snapshot: Snapshot) -> String {
    let values = snapshot.profile.values
    let sent = values.count(where: \.isSent)
    let shown = groups.reduce(0) { count, group in
      count + group.rows.count { values[$0.index].isSent }
    }
    let caption = wording.labels.text(
      .allFieldsCaption,
      [
        ("all", String(sent)), ("count", String(shown)), ("withheld", String(sent - shown)),
        ("day", snapshot.day.description), ("endpoint", snapshot.endpoint.name),
      ])
    return caption + (snapshot.olderDataDay.map { " · \(wording.olderData(of: $0))" } ?? "")
  }

  /// One row with the names of those fields of a group that a reply leaves empty in one way; nothing for none.
  private func appendEmpty(
    _ group: Group, _ head: HTML, to html: inout MarkupBuffer, where isEmpty: (Int) -> Bool
  ) {
    var isFirst = true
    for row in group.rows where isEmpty(row.index) {
      if isFirst { html.append(head) } else { html.appendLiteral(", ") }
      isFirst = false
      html.append(row.name, of: pieces)
    }
    if !isFirst { html.appendLiteral("</td></tr>\n") }
  }
}

extension FieldValue {
  fileprivate var isSent: Bool {
    if case .notSent = self { false } else { true }
  }

  /// Whether the reply has nothing that can be shown.
  fileprivate var isEmpty: Bool {
    switch self {
    case .notSent, .null, .unreadable: true
    case .number, .flag, .text, .list, .object: false
    }
  }
}

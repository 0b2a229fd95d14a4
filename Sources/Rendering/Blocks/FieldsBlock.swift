import Markup
import Model

/// ```` ```fields ````: every published field of the newest reply as the platform has it, folded away.
///
/// Nothing is interpreted but that a 0 which means "not supplied" says so, and that a quote which the creator hides is not
/// shown; a field whose meaning nobody outside the
/// platform knows stands under its key and is called undocumented.
struct FieldsBlock {
  let kol: KOLReport
  let wording: Wording

  /// The published fields, a group after the other; the same for every page.
  private static let published = Field.Group.allCases.map { group in
    FieldCatalog.builtIn.fields.filter { $0.isPublished && $0.group == group }
  }.filter { !$0.isEmpty }

  func html() -> HTML {
    var html = MarkupBuffer()
    guard let snapshot = kol.snapshot else { return HTML(html) }
    let sent = FieldCatalog.builtIn.fields.filter { snapshot.profile[$0.key] != .notSent }
    let shown = sent.count(where: \.isPublished)
    var caption = wording.labels.text(
      .allFieldsCaption,
      [
        ("all", String(sent.count)), ("count", String(shown)), ("withheld", String(sent.count - shown)),
        ("day", snapshot.day.description), ("endpoint", snapshot.endpoint.name),
      ])
    if let older = snapshot.olderDataDay { caption += " · \(wording.olderData(of: older))" }
    html.appendLiteral("<details class=\"all-fields\"><summary>")
    html.appendText(caption)
    html.appendLiteral("</summary>\n")
    html.openTable(caption: caption, headers: [.field, .value], labels: wording.labels)
    for fields in Self.published { append(fields, of: snapshot.profile, to: &html) }
    html.closeTable()
    html.appendLiteral("</details>\n")
    return HTML(html)
  }

  /// A group's fields: a row for each that the reply fills, then one row with those that it leaves empty.
  private func append(
    _ fields: [Field], of profile: Profile, to html: inout MarkupBuffer
  ) {
    guard let first = fields.first else { return }
    let source = wording.labels[first.isEstimate ? .platformEstimate : .platformField]
    html.appendLiteral("</tbody>\n<tbody><tr class=\"group\"><th colspan=\"2\" scope=\"rowgroup\">")
    html.appendText(wording.labels.texts[first.group.rawValue] ?? first.group.rawValue)
    html.appendLiteral(" <small class=\"scope\">")
    html.appendText(source)
    html.appendLiteral("</small></th></tr>\n")
    for field in fields where !profile[field.key].isEmpty {
      html.appendLiteral("<tr><th scope=\"row\">")
      appendName(of: field, to: &html)
      html.appendScope(field.scope, wording: wording)
      html.appendLiteral("</th><td>")
      append(profile[field.key], of: field, in: profile, to: &html)
      html.appendLiteral("</td></tr>\n")
    }
    for (value, reason) in [
      (FieldValue.null, Labels.Key.reasonNull), (.notSent, .reasonNotSent), (.unreadable, .reasonUnreadable),
    ] {
      let empty = fields.filter { profile[$0.key] == value }
      if empty.isEmpty { continue }
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendMissing(reason: wording.labels[reason])
      html.appendLiteral("</th><td class=\"source\">")
      for (index, field) in empty.enumerated() {
        if index > 0 { html.appendLiteral(", ") }
        appendName(of: field, to: &html)
      }
      html.appendLiteral("</td></tr>\n")
    }
  }

  private func appendName(of field: Field, to html: inout MarkupBuffer) {
    html.appendText(field.label?[wording.language] ?? wording.labels[.undocumented])
    html.appendLiteral(" ")
    html.appendCode(field.key)
  }

  private func append(
    _ value: FieldValue, of field: Field, in profile: Profile, to html: inout MarkupBuffer
  ) {
    switch value {
    case .notSent, .null, .unreadable: return
    case .number(let number):
      switch profile.reading(ofField: field.key) {
      case .absent(.hidden): html.appendMissing(reason: wording.labels[.reasonHidden])
      case .notSupplied where field.unit != .code:
        html.appendText(number.description)
        html.appendLiteral(" <small class=\"reason\">")
        html.appendText(wording.labels[.reasonNotSupplied])
        html.appendLiteral("</small>")
      default:
        html.appendText(number.description)
        if Field.healthLevels.contains(field.key), let word = wording.text(ofHealthLevel: number) {
          html.appendText(" · \(word)")
        }
      }
    case .flag(let flag): html.appendText(wording.labels[flag ? .flagYes : .flagNo])
    case .text(let text): append(text, to: &html)
    case .list(let items): append(.array(items), depth: 0, to: &html)
    case .object(let members): append(.object(members), depth: 0, to: &html)
    }
  }

  /// What a page shows of one list or object: more than any reply has, less than would make a page unusable.
  private static let shownEntries = 50
  private static let shownScalars = 1_000
  private static let shownDepth = 8

  private func append(_ value: JSONValue, depth: Int, to html: inout MarkupBuffer) {
    switch value {
    case .null: html.appendMissing(reason: wording.labels[.reasonNull])
    case .bool(let flag): html.appendText(wording.labels[flag ? .flagYes : .flagNo])
    case .number(let digits): html.appendText(digits)
    case .string(let text): append(text, to: &html)
    case .array(let items) where !items.isEmpty && depth < Self.shownDepth:
      html.appendLiteral("<ul>")
      for item in items.prefix(Self.shownEntries) {
        html.appendLiteral("<li>")
        append(item, depth: depth + 1, to: &html)
        html.appendLiteral("</li>")
      }
      appendRest(items.count, to: &html)
      html.appendLiteral("</ul>")
    case .object(let members) where !members.isEmpty && depth < Self.shownDepth:
      html.appendLiteral("<ul>")
      for member in members.prefix(Self.shownEntries) {
        html.appendLiteral("<li>")
        html.appendCode(member.key)
        html.appendLiteral(" ")
        append(member.value, depth: depth + 1, to: &html)
        html.appendLiteral("</li>")
      }
      appendRest(members.count, to: &html)
      html.appendLiteral("</ul>")
    case .array(let items): html.appendText(items.isEmpty ? wording.labels[.emptyValue] : "…")
    case .object(let members): html.appendText(members.isEmpty ? wording.labels[.emptyValue] : "…")
    }
  }

  private func appendRest(_ count: Int, to html: inout MarkupBuffer) {
    guard count > Self.shownEntries else { return }
    html.appendLiteral("<li>")
    html.appendText(wording.labels.text(.andMore, [("count", String(count - Self.shownEntries))]))
    html.appendLiteral("</li>")
  }

  private func append(_ text: String, to html: inout MarkupBuffer) {
    guard !text.utf8.isEmpty else {
      html.appendText(wording.labels[.emptyValue])
      return
    }
    let shown = text.unicodeScalars.prefix(Self.shownScalars)
    html.appendIsolated(String(shown) + (shown.endIndex < text.unicodeScalars.endIndex ? "…" : ""))
  }
}

extension FieldValue {
  /// Whether the reply has nothing that can be shown.
  fileprivate var isEmpty: Bool {
    switch self {
    case .notSent, .null, .unreadable: true
    case .number, .flag, .text, .list, .object: false
    }
  }
}

import Markup
import Model

/// The values of fields as a reply has them, with the words of a language, ready for any page.
struct FieldValueWords: Sendable {
  /// How a number is said.
  enum Number: Sendable {
    case amount
    /// One of the platform's codes, of which 0 is one like the others.
    case code
    /// A level of the account's health.
    case health
  }

  private let yes: HTML
  private let no: HTML
  private let empty: HTML
  private let null: HTML
  private let hidden: HTML
  /// Behind a zero.
  private let notSupplied: HTML
  private let andMore: Phrase
  private let health: HealthWords

  init(_ wording: Wording) {
    let labels = wording.labels
    yes = .text(labels[.flagYes])
    no = .text(labels[.flagNo])
    empty = .text(labels[.emptyValue])
    null = .written { $0.appendMissing(reason: labels[.reasonNull]) }
    hidden = .written { $0.appendMissing(reason: labels[.reasonHidden]) }
    notSupplied = .written { $0.appendNote(labels[.reasonNotSupplied]) }
    andMore = Phrase(.andMore, ["count"], of: labels)
    health = HealthWords(wording)
  }

  /// - Parameter index: The field's place in the catalogue.
  func append(_ profile: Profile, fieldAt index: Int, as number: Number, to html: inout MarkupBuffer) {
    switch profile.values[index] {
    case .notSent, .null, .unreadable: return
    case .number(let value):
      let reading = profile.reading(ofFieldAt: index)
      if case .absent(.hidden) = reading {
        html.append(hidden)
        return
      }
      html.append(millionths: value.millionths)
      if case .notSupplied = reading, number != .code {
        html.append(notSupplied)
      } else if number == .health, let word = health[value] {
        html.appendLiteral(" · ")
        html.append(word)
      }
    case .flag(let flag): html.append(flag ? yes : no)
    case .text(let text): append(text, to: &html)
    case .list(let items): append(items, depth: 0, to: &html)
    case .object(let members): append(members, depth: 0, to: &html)
    }
  }

  /// What a page shows of one list or object: more than any reply has, less than would make a page unusable.
  private static let shownEntries = 50
  private static let shownScalars = 1_000
  private static let shownDepth = 8

  private func append(_ value: JSONValue, depth: Int, to html: inout MarkupBuffer) {
    switch value {
    case .null: html.append(null)
    case .bool(let flag): html.append(flag ? yes : no)
    case .number(let digits): html.appendText(digits)
    case .string(let text): append(text, to: &html)
    case .array(let items): append(items, depth: depth, to: &html)
    case .object(let members): append(members, depth: depth, to: &html)
    }
  }

  private func append(_ items: [JSONValue], depth: Int, to html: inout MarkupBuffer) {
    appendList(items, depth: depth, to: &html) { item, html in
      append(item, depth: depth + 1, to: &html)
    }
  }

  private func append(_ members: [JSONValue.Member], depth: Int, to html: inout MarkupBuffer) {
    appendList(members, depth: depth, to: &html) { member, html in
      html.appendCode(member.key)
      html.appendLiteral(" ")
      append(member.value, depth: depth + 1, to: &html)
    }
  }

  private func appendList<Entry>(
    _ entries: [Entry], depth: Int, to html: inout MarkupBuffer, _ write: (Entry, inout MarkupBuffer) -> Void
  ) {
    if entries.isEmpty {
      html.append(empty)
      return
    }
    guard depth < Self.shownDepth else {
      html.appendLiteral("…")
      return
    }
    html.appendLiteral("<ul>")
    for entry in entries.prefix(Self.shownEntries) {
      html.appendLiteral("<li>")
      write(entry, &html)
      html.appendLiteral("</li>")
    }
    if entries.count > Self.shownEntries {
      html.appendLiteral("<li>")
      andMore.append(to: &html) { _, html in html.append(integer: entries.count - Self.shownEntries) }
      html.appendLiteral("</li>")
    }
    html.appendLiteral("</ul>")
  }

  private func append(_ text: String, to html: inout MarkupBuffer) {
    if text.utf8.isEmpty {
      html.append(empty)
    } else if text.utf8.count <= Self.shownScalars {
      html.appendIsolated(text)
    } else {
      let shown = text.unicodeScalars.prefix(Self.shownScalars)
      html.appendIsolated(String(shown) + (shown.endIndex < text.unicodeScalars.endIndex ? "…" : ""))
    }
  }
}

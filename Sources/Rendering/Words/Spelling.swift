import Markup

/// How words are spelt where they will stand.
struct Spelling: Sendable {
  /// Writes a text.
  let append: @Sendable (String, inout MarkupBuffer) -> Void
  /// Around the reason why there is no value.
  let reasonStart: HTML
  let reasonEnd: HTML

  /// Between tags; a reason stands small behind a dash.
  static let markup = Spelling(
    append: { text, html in html.appendText(text) },
    reasonStart: .written {
      $0.appendLiteral("<span class=\"missing\">–</span> <small class=\"reason\">")
    },
    reasonEnd: .written { $0.appendLiteral("</small>") })

  /// Inside a JSON string.
  static let json = Spelling(
    append: { text, json in json.appendJSONText(text) }, reasonStart: HTML(trusted: []),
    reasonEnd: HTML(trusted: []))

  func text(_ text: String) -> HTML { .written { append(text, &$0) } }

  func reason(_ reason: String) -> HTML {
    .written { output in
      output.append(reasonStart)
      append(reason, &output)
      output.append(reasonEnd)
    }
  }
}

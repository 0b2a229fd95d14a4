import Markup
import Model

/// The pieces of tables and values that every block writes in the same way.
extension MarkupBuffer {
  /// Starts a table that scrolls on its own where the page is narrow.
  mutating func openTable(caption: String, headers: [Labels.Key], labels: Labels) {
    openTable(caption: caption, headerTexts: headers.map { labels[$0] })
  }

  mutating func openTable(caption: String, headerTexts: [String]) {
    openTable(caption: caption) { html in
      for header in headerTexts {
        html.appendLiteral("<th scope=\"col\">")
        html.appendText(header)
        html.appendLiteral("</th>")
      }
    }
  }

  /// - Parameter headers: Writes the cells of the first row.
  mutating func openTable(caption: String, headers: (inout MarkupBuffer) -> Void) {
    appendLiteral("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"")
    appendAttribute(caption)
    appendLiteral("\"><table><caption>")
    appendText(caption)
    appendLiteral("</caption>\n<thead><tr>")
    headers(&self)
    appendLiteral("</tr></thead>\n<tbody>\n")
  }

  /// Starts the folded table under a chart; every dot or line of the chart has a row.
  mutating func openNumbers(caption: String, headerTexts: [String], wording: Wording) {
    appendLiteral("<details><summary>")
    appendText(wording.labels[.showData])
    appendLiteral("</summary>\n")
    openTable(caption: caption, headerTexts: headerTexts)
  }

  /// - Parameter note: Of which day the values are, where that is not the report's.
  mutating func appendNumbersRow(_ name: String, _ values: [String], note: String? = nil) {
    appendLiteral("<tr><th scope=\"row\">")
    appendIsolated(name)
    appendNote(note)
    appendLiteral("</th>")
    for value in values {
      appendLiteral("<td>")
      appendText(value)
      appendLiteral("</td>")
    }
    appendLiteral("</tr>\n")
  }

  /// The number of a card; one that is longer than ten digits with their commas is marked, to have room.
  mutating func appendCardNumber(_ text: String) {
    appendLiteral(text.unicodeScalars.count > 13 ? "<dd class=\"number long\">" : "<dd class=\"number\">")
    appendText(text)
    appendLiteral("</dd>")
  }

  /// What a card has where there is no number.
  mutating func appendCardReason(_ reason: String) {
    appendLiteral("<dd class=\"number\">")
    appendMissing(reason: reason)
    appendLiteral("</dd>")
  }

  /// A word on what stands before it; nothing for nil.
  mutating func appendNote(_ text: String?) {
    guard let text else { return }
    appendLiteral(" <small class=\"reason\">")
    appendText(text)
    appendLiteral("</small>")
  }

  mutating func closeNumbers() {
    closeTable()
    appendLiteral("</details>\n")
  }

  /// Starts the place of a chart, which scrolls on its own where the page is narrow.
  mutating func openPlot(label: String) {
    appendLiteral("<div class=\"plot\" role=\"region\" tabindex=\"0\" aria-label=\"")
    appendAttribute(label)
    appendLiteral("\">")
  }

  mutating func closeTable() {
    appendLiteral("</tbody></table></div>\n")
  }

  /// A dash with its reason: what stands wherever there is no value.
  mutating func appendMissing(reason: String) {
    appendLiteral("<span class=\"missing\">–</span> <small class=\"reason\">")
    appendText(reason)
    appendLiteral("</small>")
  }

  /// Untrusted text, isolated so that its writing direction cannot reorder what stands beside it.
  mutating func appendIsolated(_ text: String) {
    appendLiteral("<bdi>")
    appendText(text)
    appendLiteral("</bdi>")
  }

  /// A KOL's name, which leads to its page.
  /// - Parameter rootPath: From this page to the folder of its language.
  mutating func appendLink(to id: KOLID, name: String, rootPath: String) {
    appendLiteral("<a href=\"")
    appendAddress(of: .kol(id), rootPath: rootPath)
    appendLiteral("\">")
    appendIsolated(name)
    appendLiteral("</a>")
  }

  /// The state of a KOL behind its name, where a list should mention it.
  mutating func appendBadge(of kol: RosterRow, _ words: RosterWords) {
    guard let badge = kol.rosterBadge else { return }
    appendLiteral(" <small class=\"badge ")
    appendAttribute(badge.state.style)
    appendLiteral("\">")
    words.append(badge, to: &self)
    appendLiteral("</small>")
  }

  /// Which notes a figure is about, small behind its name; nothing where that is not restricted.
  mutating func appendScope(_ scope: Scope, wording: Wording) { appendScope(wording.scopeParts(scope)) }

  mutating func appendScope(_ parts: [String]) {
    guard !parts.isEmpty else { return }
    appendLiteral(" <small class=\"scope\">")
    appendText(parts.joined(separator: " · "))
    appendLiteral("</small>")
  }

  mutating func appendChartTitle(_ text: String) {
    appendLiteral("<p class=\"chart-title\">")
    appendText(text)
    appendLiteral("</p>\n")
  }

  mutating func appendHeading(_ text: String) {
    appendLiteral("<h2>")
    appendText(text)
    appendLiteral("</h2>\n")
  }

  mutating func appendCode(_ text: String) {
    appendLiteral("<code>")
    appendText(text)
    appendLiteral("</code>")
  }

  mutating func appendTime(_ day: CalendarDay) {
    // The text is a date as machines read it, so the element needs no attribute.
    appendLiteral("<time>")
    append(day)
    appendLiteral("</time>")
  }

  /// `2026-11-22`.
  mutating func append(_ day: CalendarDay) {
    let (year, month, dayOfMonth) = day.components
    append(year: year, month: month, day: dayOfMonth)
  }
}

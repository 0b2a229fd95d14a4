import Markup
import Model

/// What a reader filters a table of KOLs by; hidden until the script that makes it work shows it.
struct RosterFilters: Sendable {
  private let start: HTML
  /// Behind the choice of a group, which is not on every page.
  private let end: HTML
  private let wording: Wording

  init(_ columns: [RosterColumn], _ wording: Wording) {
    self.wording = wording
    start = .written { html in
      html.appendLiteral("<form class=\"filters\" hidden data-count=\"")
      html.appendAttribute(wording.labels[.filterCount])
      html.appendLiteral("\">\n<label>")
      html.appendText(wording.labels[.filterText])
      html.appendLiteral(" <input type=\"search\" name=\"q\" autocomplete=\"off\"></label>\n")
    }
    end = .written { html in
      html.appendSelect(
        "tier", label: .tier, options: Tier.allCases.map { ($0.rawValue, wording.text(of: $0)) }, wording)
      html.appendLiteral("<label>")
      html.appendText(wording.labels[.filterPrice])
      html.appendLiteral(" <input type=\"number\" name=\"price\" min=\"0\" step=\"100\"></label>\n")
      var sets: [Field.Group] = []
      for set in columns.compactMap(\.set) where !sets.contains(set) { sets.append(set) }
      if sets.count > 1 {
        let names = sets.map { ($0.rawValue, wording.labels.texts[$0.rawValue] ?? $0.rawValue) }
        html.appendSelect("set", label: .filterColumns, options: names, wording)
      }
      html.appendLiteral("<output></output>\n</form>\n")
    }
  }

  func append(on place: KOLsBlock.Place, to html: inout MarkupBuffer) {
    html.append(start)
    if place.group == nil, !place.groups.isEmpty {
      html.appendSelect("group", label: .group, options: place.groups.map { ($0.slug, $0.name) }, wording)
    }
    html.append(end)
  }
}

extension MarkupBuffer {
  fileprivate mutating func appendSelect(
    _ name: StaticString, label: Labels.Key, options: [(value: String, text: String)], _ wording: Wording
  ) {
    appendLiteral("<label>")
    appendText(wording.labels[label])
    appendLiteral(" <select name=\"")
    appendLiteral(name)
    appendLiteral("\"><option value=\"\">")
    appendText(wording.labels[.filterAll])
    appendLiteral("</option>")
    for option in options {
      appendLiteral("<option value=\"")
      appendAttribute(option.value)
      appendLiteral("\">")
      appendText(option.text)
      appendLiteral("</option>")
    }
    appendLiteral("</select></label>\n")
  }
}

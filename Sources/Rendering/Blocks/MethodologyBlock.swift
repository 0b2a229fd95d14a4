import Markup
import Model

/// ```` ```methodology ````: every computed metric with its formula and every published field with its source, in
/// the words of both languages. Both tables come from the catalogues that the numbers themselves come from.
struct MethodologyBlock {
  let wording: Wording

  func html() -> HTML {
    var html = MarkupBuffer()
    appendHeading(.methodologyComputed, to: &html)
    html.openTable(
      caption: wording.labels[.methodologyComputed], headerTexts: termHeaders + [wording.labels[.formula]])
    for metric in MetricCatalog.builtIn.metrics {
      guard case .computed(let formula) = metric.origin else { continue }
      appendTerm(metric.label, id: metric.id, scope: metric.scope, to: &html)
      html.appendLiteral("<td>")
      html.appendText(wording.text(of: formula))
      html.appendLiteral("<br><code>")
      html.appendText(formula.dividend)
      html.appendLiteral("</code> ÷ <code>")
      html.appendText(formula.divisor)
      html.appendLiteral("</code>")
      if formula.factor != 1, let factor = Quantity(formula.factor) {
        html.appendText(" × \(wording.numbers.text(factor, unit: .count))")
      }
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    appendHeading(.methodologyFields, to: &html)
    html.openTable(
      caption: wording.labels[.methodologyFields],
      headerTexts: termHeaders + [wording.labels[.source], wording.labels[.zeroRule]])
    for field in FieldCatalog.builtIn.fields where field.isPublished {
      appendTerm(field.label, id: field.key, scope: field.scope, to: &html)
      html.appendLiteral("<td>")
      html.appendText(wording.labels[field.group == .costEstimates ? .platformEstimate : .platformField])
      html.appendLiteral("</td><td>")
      html.appendText(
        field.type == .number && field.unit != .code ? wording.labels[zeroKey(of: field.zero)] : "–")
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    return HTML(html)
  }

  /// The page's own language first.
  private var languages: [Language] {
    [wording.language] + Language.allCases.filter { $0 != wording.language }
  }

  private var termHeaders: [String] { languages.map(\.ownName) }

  private func appendHeading(_ key: Labels.Key, to html: inout MarkupBuffer) {
    html.appendLiteral("<h2>")
    html.appendText(wording.labels[key])
    html.appendLiteral("</h2>\n")
  }

  /// A row's first cells: the term with its key and scope, then the term in the other languages.
  private func appendTerm(_ label: Localized?, id: String, scope: Scope, to html: inout MarkupBuffer) {
    html.appendLiteral("<tr><th scope=\"row\">")
    html.appendText(label?[wording.language] ?? wording.labels[.undocumented])
    html.appendLiteral("<br><code>")
    html.appendText(id)
    html.appendLiteral("</code>")
    let parts = wording.scopeParts(scope)
    if !parts.isEmpty {
      html.appendLiteral(" <small class=\"scope\">")
      html.appendText(parts.joined(separator: " · "))
      html.appendLiteral("</small>")
    }
    html.appendLiteral("</th>")
    for language in languages.dropFirst() {
      html.appendLiteral("<td lang=\"")
      html.appendAttribute(language.tag)
      html.appendLiteral("\">")
      html.appendText(label?[language] ?? "–")
      html.appendLiteral("</td>")
    }
  }

  private func zeroKey(of rule: Field.ZeroRule) -> Labels.Key {
    switch rule {
    case .value: .zeroValue
    case .notSupplied: .zeroNotSupplied
    case .registered: .zeroRegistered
    }
  }
}

import Markup
import Model
import Templating

/// ```` ```methodology ````: every computed metric with its formula and every published field with its source, in
/// the words of both languages. Both tables come from the catalogues that the numbers themselves come from.
struct MethodologyBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "methodology",
    summary: "every computed metric with its formula and every field of the platform, in both languages")

  private let wording: Wording
  private let tables: HTML

  init(_ options: BlockOptions, wording: Wording) {
    self.wording = wording
    tables = .written { MethodologyTables(wording: wording).append(to: &$0) }
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    output.html.appendLiteral("<p>")
    output.html.appendText(wording.text(of: page.report.tiers))
    output.html.appendLiteral("</p>\n")
    output.html.append(tables)
  }
}

private struct MethodologyTables {
  let wording: Wording

  func append(to html: inout MarkupBuffer) {
    html.appendHeading(wording.labels[.methodologyComputed])
    html.openTable(
      caption: wording.labels[.methodologyComputed], headerTexts: termHeaders + [wording.labels[.formula]])
    for metric in MetricCatalog.builtIn.metrics {
      guard case .computed(let formula) = metric.origin else { continue }
      appendTerm(metric.label, id: metric.id, scope: metric.scope, to: &html)
      html.appendLiteral("<td>")
      html.appendText(wording.text(of: formula))
      html.appendLiteral("<br>")
      html.appendCode(formula.dividend)
      html.appendLiteral(" ÷ ")
      html.appendCode(formula.divisor)
      if formula.factor != 1, let factor = Quantity(formula.factor) {
        html.appendText(" × \(wording.numbers.text(factor, unit: .count))")
      }
      html.appendLiteral("<br><small class=\"source\">")
      html.appendText(formula.source[wording.language])
      html.appendLiteral("</small></td></tr>\n")
    }
    html.closeTable()
    html.appendHeading(wording.labels[.methodologyFields])
    html.openTable(
      caption: wording.labels[.methodologyFields],
      headerTexts: termHeaders + [wording.labels[.source], wording.labels[.zeroRule]])
    for field in FieldCatalog.builtIn.fields where field.isPublished {
      appendTerm(field.label, id: field.key, scope: field.scope, to: &html)
      html.appendLiteral("<td>")
      html.appendText(wording.labels[field.isEstimate ? .platformEstimate : .platformField])
      html.appendLiteral("</td><td>")
      html.appendText(
        field.type == .number && field.unit != .code ? wording.labels[zeroKey(of: field.zero)] : "–")
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
  }

  /// The page's own language first.
  private var languages: [Language] {
    [wording.language] + Language.allCases.filter { $0 != wording.language }
  }

  private var termHeaders: [String] { languages.map(\.ownName) }

  /// A row's first cells: the term with its key and scope, then the term in the other languages.
  private func appendTerm(_ label: Localized?, id: String, scope: Scope, to html: inout MarkupBuffer) {
    html.appendLiteral("<tr><th scope=\"row\">")
    html.appendText(label?[wording.language] ?? wording.labels[.undocumented])
    html.appendLiteral("<br>")
    html.appendCode(id)
    html.appendScope(scope, wording: wording)
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

import Markup
import Model
import Testing

@testable import Rendering

/// The page that explains the numbers comes from the catalogues that make them.
struct MethodologyBlockTests {
  private func text(_ language: Language) -> String {
    let labels = Labels(
      language: language,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) }),
      overrides: [:])
    return String(
      decoding: MethodologyBlock(wording: Wording(labels: labels), tiers: .standard).html().bytes,
      as: UTF8.self)
  }

  @Test(arguments: Language.allCases)
  func everyPublishedFieldIsThereAndNoOther(_ language: Language) {
    let html = text(language)
    for field in FieldCatalog.builtIn.fields {
      let cell = "<code>\(field.key)</code></th>"
      let scoped = "<code>\(field.key)</code> <small"
      #expect((html.contains(cell) || html.contains(scoped)) == field.isPublished, "\(field.key)")
    }
  }

  @Test(arguments: Language.allCases)
  func everyComputedMetricHasItsFormulaAndBothTerms(_ language: Language) {
    let html = text(language)
    for metric in MetricCatalog.builtIn.metrics {
      guard case .computed(let formula) = metric.origin else { continue }
      #expect(html.contains(metric.label.zh) && html.contains(metric.label.en))
      #expect(html.contains("<code>\(formula.dividend)</code> ÷ <code>\(formula.divisor)</code>"))
      #expect(html.contains(formula.source[language]))
    }
  }

  @Test func aFieldThatNobodyCanExplainIsCalledUndocumented() {
    #expect(text(.en).contains("<th scope=\"row\">undocumented<br><code>recommend</code></th>"))
  }

  @Test func aFactorIsPartOfTheFormula() {
    #expect(
      text(.en).contains(
        "<code>videoPrice</code> ÷ <code>accumVideoCommonImpMedinNum30d</code> × 1,000<br><small"))
  }
}

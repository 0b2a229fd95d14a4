import Markup
import Model
import Testing

@testable import Rendering

/// The page that explains the numbers comes from the catalogues that make them.
struct MethodologyBlockTests {
  private func text(_ language: Language) throws -> String {
    let labels = Labels(
      language: language,
      builtIn: Dictionary(uniqueKeysWithValues: Labels.Key.allCases.map { ($0.rawValue, $0.rawValue) }),
      overrides: [:])
    let report = Report(title: "", asOf: CalendarDay(daysSinceEpoch: 0), timeZone: "", kols: [])
    return try html(MethodologyBlock.self, of: report, wording: Wording(labels: labels))
  }

  @Test(arguments: Language.allCases)
  func everyPublishedFieldIsThereAndNoOther(_ language: Language) throws {
    let html = try text(language)
    for field in FieldCatalog.builtIn.fields {
      let cell = "<code>\(field.key)</code></th>"
      let scoped = "<code>\(field.key)</code> <small"
      #expect((html.contains(cell) || html.contains(scoped)) == field.isPublished, "\(field.key)")
    }
  }

  @Test(arguments: Language.allCases)
  func everyComputedMetricHasItsFormulaAndBothTerms(_ language: Language) throws {
    let html = try text(language)
    for metric in MetricCatalog.builtIn.metrics {
      guard case .computed(let formula) = metric.origin else { continue }
      #expect(html.contains(metric.label.zh) && html.contains(metric.label.en))
      #expect(html.contains("<code>\(formula.dividend)</code> ÷ <code>\(formula.divisor)</code>"))
      #expect(html.contains(formula.source[language]))
    }
  }

  /// What is said of published replies is arithmetic that anyone can repeat.
  @Test(arguments: Language.allCases)
  func everyEquationIsTrue(_ language: Language) throws {
    func quantity(_ digits: Substring) throws -> Quantity {
      try #require(Quantity(decimal: digits.replacing(",", with: "")))
    }
    var count = 0
    for metric in MetricCatalog.builtIn.metrics {
      guard case .computed(let formula) = metric.origin else { continue }
      let text = formula.source[language]
      for match in text.matches(of: /([0-9,]+) ÷ ([0-9,]+)( × 1,000)? = ([0-9]+\.[0-9]+)/) {
        let (dividend, divisor) = (try quantity(match.output.1), try quantity(match.output.2))
        let factor: Int64 = match.output.3 == nil ? 1 : 1_000
        #expect((match.output.3 == nil) == (formula.factor == 1))
        let result = try #require(dividend.divided(by: divisor, times: factor))
        let printed = try #require(metric.unit == .ratio ? result.multiplied(by: 100) : result)
        let hundredths = Int64(printed.rounded(to: 10_000)) * 10_000
        #expect(try quantity(match.output.4) == Quantity(millionths: hundredths), "\(match.output.0)")
        count += 1
      }
    }
    #expect(count == 7)
  }

  /// The platform's data and its estimates give the same creator other costs.
  @Test func noFormulaClaimsThatThePlatformAlwaysAgrees() throws {
    for id in ["pictureCPE", "pictureCPM", "pictureCostPerRead", "engagementRateByReads"] {
      guard case .computed(let formula) = try #require(MetricCatalog.builtIn.metric(id)).origin else {
        continue
      }
      #expect(
        formula.source.en.contains("another basis") || formula.source.en.contains("own engagement rate"))
      #expect(formula.source.zh.contains("口径不同"))
    }
    guard case .computed(let cpm) = try #require(MetricCatalog.builtIn.metric("pictureCPM")).origin else {
      return
    }
    #expect(cpm.divisor == "accumCommonImpMedinNum30d")
    #expect(MetricCatalog.builtIn.metric("likesPerFollower")?.label.zh == "粉丝赞藏比")
  }

  @Test func aFieldThatNobodyCanExplainIsCalledUndocumented() throws {
    #expect(try text(.en).contains("<th scope=\"row\">undocumented<br><code>recommend</code></th>"))
  }

  @Test func aFactorIsPartOfTheFormula() throws {
    #expect(
      try text(.en).contains(
        "<code>videoPrice</code> ÷ <code>accumVideoCommonImpMedinNum30d</code> × 1,000<br><small"))
  }
}

import Markup
import Model
import SVGCharts

/// The KOLs of a page that have a value, the greatest first; equal ones keep the order of the roster.
struct Ranking {
  let ranked: [(kol: RosterRow, value: Quantity)]
  /// How many KOLs the page has, with a value or without.
  let total: Int

  /// With more dots a chart is a blot, and its page too heavy.
  private static let mostDots = 100

  /// Evenly spaced places from the first to the last, all of them where there are few enough.
  var sampleIndices: [Int] {
    guard ranked.count > Self.mostDots else { return Array(ranked.indices) }
    return (0..<Self.mostDots).map { $0 * (ranked.count - 1) / (Self.mostDots - 1) }
  }

  var days: FigureDays { FigureDays(of: ranked.map(\.kol)) }

  var sample: [(kol: RosterRow, value: Quantity)] { sampleIndices.map { ranked[$0] } }
}

extension Report {
  func ranking(of metric: Metric) -> Ranking {
    ranking(ofMetricAt: MetricCatalog.builtIn.index(of: metric.id) ?? 0)
  }

  /// - Parameter index: A place in the catalogue.
  func ranking(ofMetricAt index: Int) -> Ranking {
    let values = kols.map { $0.value(ofMetricAt: index) }
    let ranked = values.indices.filter { values[$0] != nil }.sorted { left, right in
      guard let l = values[left], let r = values[right], l != r else { return left < right }
      return l > r
    }
    return Ranking(
      ranked: ranked.compactMap { place in values[place].map { (kols[place], $0) } }, total: kols.count)
  }
}

extension Metric {
  /// The axis that the metric's values have in a chart; a logarithmic one is the caller's to explain.
  func axis(_ wording: Wording, title: String, isLogarithmic: Bool = false) -> ChartAxis {
    ChartAxis(
      title: title, scale: isLogarithmic ? .logarithmic : .linear,
      step: unit == .count ? Quantity.scale : Quantity.scale / 100,
      label: { [numbers = wording.numbers, unit] in numbers.short(Quantity(millionths: $0), unit: unit) })
  }
}

extension MarkupBuffer {
  /// Says that not every KOL has a dot, where that is so.
  mutating func appendSampleNote(_ ranking: Ranking, wording: Wording) {
    let drawn = ranking.sampleIndices.count
    guard drawn < ranking.ranked.count else { return }
    appendText(
      " "
        + wording.labels.text(
          .sampledDots, [("drawn", String(drawn)), ("count", String(ranking.ranked.count))]))
  }
}

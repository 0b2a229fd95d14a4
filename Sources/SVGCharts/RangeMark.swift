import Markup

/// One row of a range chart.
struct RangeMark {
  private let row: RangeRow
  private let middle: Int
  private let chartWidth: Int
  private let form: ChartAxis.Scale
  private let name: FittedText
  private let value: FittedText

  /// Half the height of a band.
  static let halfBand = 700
  static let radius = 600

  init(row: RangeRow, middle: Int, chartWidth: Int, form: ChartAxis.Scale) {
    self.row = row
    self.middle = middle
    self.chartWidth = chartWidth
    self.form = form
    name = FittedText(row.label, within: chartWidth * 30)
    value = FittedText(row.valueLabel, within: chartWidth * 22)
  }

  /// The dot may stand at an end, so half of it is room, too.
  var margins: Margins {
    Margins(right: value.width + 2 * labelGap, left: name.width + 2 * labelGap)
  }

  /// The row's own scale.
  var ownDomain: Domain {
    let numbers = row.numbers
    return Domain((numbers.min() ?? 0)...(numbers.max() ?? 0))
  }

  func draw(on x: PositionScale, into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<text class=\"c-name\"")
    buffer.appendLabel(name, x: 0, middle: middle)
    if !row.numbers.isEmpty {
      buffer.appendLiteral("<path class=\"c-axis\" fill=\"none\" stroke=\"#888\" d=\"")
      buffer.appendPathStep("M", x: x.start, y: middle)
      buffer.appendLiteral("H")
      buffer.append(hundredths: x.end)
      buffer.appendLiteral("\"/>")
    }
    if let band = row.band, shows(band.lowerBound) {
      buffer.appendBand(
        left: x.position(band.lowerBound), top: middle - Self.halfBand,
        right: x.position(band.upperBound), bottom: middle + Self.halfBand, title: row.bandLabel)
    }
    if let median = row.median, shows(median) {
      buffer.appendMedianTick(x: x.position(median), middle: middle)
    }
    if let value = row.value, shows(value) {
      buffer.appendDot(
        "c-dot is-highlighted", x: x.position(value), y: middle, radius: Self.radius,
        title: row.label + " · " + row.valueLabel, href: nil)
    }
    buffer.appendLiteral(
      row.value == nil
        ? "<text class=\"c-value is-missing\" text-anchor=\"end\""
        : "<text class=\"c-value\" text-anchor=\"end\"")
    buffer.appendLabel(value, x: chartWidth * 100, middle: middle)
  }

  private func shows(_ value: Int64) -> Bool { form == .linear || value > 0 }
}

/// The words that explain a range chart, with the marks they explain.
struct RangeKey {
  private let entries: [(mark: Mark, text: FittedText)]

  private enum Mark { case value, band, median }

  init(_ key: RangeChart.Key, chartWidth: Int) {
    let all: [(Mark, String)] = [(.value, key.value), (.band, key.band), (.median, key.median)]
    entries = all.filter { !$0.1.isEmpty }.map {
      ($0.0, FittedText($0.1, within: chartWidth * 100 / 3 - 4000))
    }
  }

  func draw(into buffer: inout MarkupBuffer) {
    var left = 0
    let middle = 1000
    for entry in entries {
      let width: Int
      switch entry.mark {
      case .value:
        width = 2 * RangeMark.radius
        buffer.appendLiteral("<circle class=\"c-dot is-highlighted\"")
        buffer.appendCircle(x: left + RangeMark.radius, y: middle, radius: RangeMark.radius)
      case .band:
        width = 2400
        buffer.appendBand(
          left: left, top: middle - RangeMark.halfBand, right: left + width,
          bottom: middle + RangeMark.halfBand, title: "")
      case .median:
        width = 300
        buffer.appendMedianTick(x: left + 150, middle: middle)
      }
      buffer.appendLiteral("<text class=\"c-note\"")
      buffer.appendLabel(entry.text, x: left + width + 600, middle: middle)
      left += width + 600 + entry.text.width + 1600
    }
  }
}

extension MarkupBuffer {
  fileprivate mutating func appendMedianTick(x: Int, middle: Int) {
    appendLiteral("<path class=\"c-median\" fill=\"none\" stroke=\"currentColor\" d=\"")
    appendPathStep("M", x: x, y: middle - RangeMark.halfBand - 200)
    appendLiteral("V")
    append(hundredths: middle + RangeMark.halfBand + 200)
    appendLiteral("\"/>")
  }
}

import Markup

/// The y axis: a rule across the plot at each tick, its label on the left, and above it what it counts.
struct ValueAxis: Mark {
  private let ticks: [(value: Int64, label: FittedText)]
  private let title: FittedText

  init(ticks: Ticks, title: String = "", room: Int, label: (Int64) -> String) {
    self.ticks = ticks.values.map { ($0, FittedText(label($0), within: room)) }
    self.title = FittedText(title, within: room * 4)
  }

  var margins: Margins {
    Margins(
      top: title.text.isEmpty ? 1200 : 3000, left: (ticks.map(\.label.width).max() ?? 0) + labelGap)
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<path class=\"c-grid\" fill=\"none\" stroke=\"#8886\" d=\"")
    for tick in ticks {
      buffer.appendPathStep("M", x: plot.left, y: plot.y.position(tick.value))
      buffer.appendLiteral("H")
      buffer.append(hundredths: plot.right)
    }
    buffer.appendLiteral("\"/><g class=\"c-tick\" text-anchor=\"end\">")
    for tick in ticks {
      buffer.appendLiteral("<text")
      buffer.appendLabel(tick.label, x: plot.left - labelGap, middle: plot.y.position(tick.value))
    }
    buffer.appendLiteral("</g>")
    guard !title.text.isEmpty else { return }
    buffer.appendLiteral("<text class=\"c-title\"")
    buffer.appendLabel(title, x: 0, middle: 1000)
  }
}

/// The x axis: a line under the plot with a mark and a label at each tick.
///
/// A label that would touch the one before is left out; its mark stays.
struct PlaceAxis: Mark {
  private let ticks: [(place: Int64, label: FittedText)]
  private let title: FittedText
  private let hasRules: Bool

  /// Creates an axis; with `hasRules` a rule stands in the plot at each tick, as values need it.
  init(ticks: [Int64], title: String = "", room: Int, hasRules: Bool = false, label: (Int64) -> String) {
    self.ticks = ticks.map { ($0, FittedText(label($0), within: room)) }
    self.title = FittedText(title, within: room * 4)
    self.hasRules = hasRules
  }

  var margins: Margins { Margins(bottom: title.text.isEmpty ? 2800 : 4600) }

  private func drawRules(on plot: Plot, into buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<path class=\"c-grid\" fill=\"none\" stroke=\"#8886\" d=\"")
    for tick in ticks {
      buffer.appendPathStep("M", x: plot.x.position(tick.place), y: plot.top)
      buffer.appendLiteral("V")
      buffer.append(hundredths: plot.bottom)
    }
    buffer.appendLiteral("\"/>")
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    if hasRules { drawRules(on: plot, into: &buffer) }
    if !title.text.isEmpty {
      buffer.appendLiteral("<text class=\"c-title\" text-anchor=\"end\"")
      buffer.appendLabel(title, x: plot.width, middle: plot.bottom + 3600)
    }
    buffer.appendLiteral("<path class=\"c-axis\" fill=\"none\" stroke=\"#888\" d=\"")
    buffer.appendPathStep("M", x: plot.left, y: plot.bottom)
    buffer.appendLiteral("H")
    buffer.append(hundredths: plot.right)
    for tick in ticks {
      buffer.appendPathStep("M", x: plot.x.position(tick.place), y: plot.bottom)
      buffer.appendLiteral("v4")
    }
    buffer.appendLiteral("\"/>")
    guard !ticks.isEmpty else { return }
    buffer.appendLiteral("<g class=\"c-tick\" text-anchor=\"middle\">")
    var free = 0
    for tick in ticks {
      // Labels at the ends move inwards rather than out of the chart.
      let half = tick.label.width / 2
      let middle = max(half, min(plot.x.position(tick.place), plot.width - half))
      guard middle - half >= free else { continue }
      buffer.appendLiteral("<text")
      buffer.appendLabel(tick.label, x: middle, middle: plot.bottom + 1600)
      free = middle + half + labelGap
    }
    buffer.appendLiteral("</g>")
  }
}

/// The room between a label and what it belongs to, in hundredths of a pixel.
let labelGap = 800

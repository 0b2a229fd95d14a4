import Markup

/// The names of the series with their colours and patterns, in as many lines as they need.
struct SeriesKey {
  private let entries: [(text: FittedText, left: Int, line: Int)]
  private static let swatch = 1600
  private static let lineHeight = 2000

  /// The room the key takes above the bars, in hundredths of a pixel.
  var height: Int { entries.last.map { ($0.line + 1) * Self.lineHeight + 600 } ?? 0 }

  init(_ names: [String], width: Int) {
    var (left, line) = (0, 0)
    entries = names.map { name in
      let text = FittedText(name, within: width - Self.swatch - 600)
      let size = Self.swatch + 600 + text.width
      if left > 0 && left + size > width { (left, line) = (0, line + 1) }
      defer { left += size + 1600 }
      return (text, left, line)
    }
  }

  func draw(id: String, into buffer: inout MarkupBuffer) {
    for (series, entry) in entries.enumerated() {
      let middle = entry.line * Self.lineHeight + 1000
      buffer.openBar(series, id: id)
      buffer.appendCoordinate("x", entry.left)
      buffer.appendCoordinate("y", middle - 600)
      buffer.appendCoordinate("width", Self.swatch)
      buffer.appendCoordinate("height", 1200)
      buffer.appendLiteral("/><text class=\"c-note\"")
      buffer.appendLabel(entry.text, x: entry.left + Self.swatch + 600, middle: middle)
    }
  }
}

/// Bars of several series: the first is plain, the others carry a pattern in the colour of the page.
extension MarkupBuffer {
  /// Defines the pattern of each series but the plain ones.
  mutating func appendPatterns(id: String, seriesCount: Int) {
    guard seriesCount > 1 else { return }
    appendLiteral("<defs>")
    for series in 1..<seriesCount where Self.hasPattern(series) {
      appendLiteral("<pattern id=\"")
      appendPatternIdentifier(series, id: id)
      appendLiteral("\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"")
      appendLiteral(series % 4 == 2 ? ">" : " patternTransform=\"rotate(45)\">")
      appendLiteral("<rect class=\"c-bar ")
      appendLiteral(ChartClasses.series(series))
      appendLiteral(
        "\" x=\"0\" y=\"0\" width=\"6\" height=\"6\"/><path class=\"c-hatch\" fill=\"none\" stroke=\"#fff\" d=\"M3 0V6"
      )
      appendLiteral(series % 4 == 3 ? "M0 3H6\"/></pattern>" : "\"/></pattern>")
    }
    appendLiteral("</defs>")
  }

  /// Writes the start of a bar of a series and leaves it open.
  mutating func openBar(_ series: Int, id: String) {
    guard Self.hasPattern(series) else {
      appendLiteral("<rect class=\"c-bar ")
      appendLiteral(ChartClasses.series(series))
      appendLiteral("\"")
      return
    }
    appendLiteral("<rect class=\"c-part\" fill=\"url(#")
    appendPatternIdentifier(series, id: id)
    appendLiteral(")\"")
  }

  private mutating func appendPatternIdentifier(_ series: Int, id: String) {
    appendIdentifier(id)
    appendLiteral("-p")
    append(integer: series + 1)
  }

  private static func hasPattern(_ series: Int) -> Bool { series % 4 != 0 }
}

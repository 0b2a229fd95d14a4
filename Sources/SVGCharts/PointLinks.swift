public import Markup

/// Makes the values of a line chart reachable with a keyboard, and shows them at the pointer.
///
/// Each value becomes a link to where it stands in full, usually its row in the table below the chart.
/// Why links: an `svg` with `role="img"` hides its inside from assistive technology, so nothing in it may
/// take the focus; a chart with links is a `document` instead, its axes are hidden, and its values are read
/// one by one. `tabindex` on a value would stop a keyboard at something that does nothing, and arrow keys
/// need a script, which these pages do without. A link does something: it opens the table at that row,
/// and its value appears beside it while it has the focus or the pointer.
///
/// Every link is one more stop of the Tab key, so a chart with more than ``most`` has none: the table is the way to
/// its values. The table is the main way in any case; these links only lead to it.
public struct PointLinks: Sendable {
  /// A chart that is given more links, in all its series, has none.
  public static let most = 100

  let href: @Sendable (LineSeries, ChartPoint) -> SafeURL?
  let label: @Sendable (LineSeries, ChartPoint) -> String

  /// Creates links.
  ///
  /// - Parameters:
  ///   - href: where a value stands in full, such as `#readings-2026-11-01`; nil leaves it without a link.
  ///   - label: a value with its place, such as `2026-11-01: 8,417`; it is shown and read.
  public init(
    href: @escaping @Sendable (LineSeries, ChartPoint) -> SafeURL?,
    label: @escaping @Sendable (LineSeries, ChartPoint) -> String
  ) {
    self.href = href
    self.label = label
  }
}

/// The links of a line chart, over everything else.
struct PointLinksMark {
  private typealias Link = (series: Int, point: ChartPoint, value: Int64, href: SafeURL, label: String)
  private let links: [Link]

  var isEmpty: Bool { links.isEmpty }

  /// Has no links where there are too many values.
  init(_ links: PointLinks?, to series: [LineSeries]) {
    guard let links else {
      self.links = []
      return
    }
    let all = series.enumerated().flatMap { index, series in
      series.points.compactMap { point -> Link? in
        guard let value = point.y, let href = links.href(series, point) else { return nil }
        return (index, point, value, href, links.label(series, point))
      }
    }
    self.links = all.count <= PointLinks.most ? all : []
  }

  func draw(on plot: Plot, into buffer: inout MarkupBuffer) {
    for link in links {
      let x = plot.x.position(Int64(link.point.x))
      let y = plot.y.position(link.value)
      let tip = FittedText(link.label, within: plot.width)
      let left = max(0, min(x - tip.width / 2, plot.width - tip.width))
      buffer.appendLiteral("<a href=\"")
      buffer.appendAttribute(link.href)
      buffer.appendLiteral("\" aria-label=\"")
      buffer.appendAttribute(link.label)
      buffer.appendLiteral("\"><circle class=\"c-dot c-point ")
      buffer.appendLiteral(ChartClasses.series(link.series))
      buffer.appendLiteral("\" opacity=\"0\"")
      buffer.appendCircle(x: x, y: y, radius: 600)
      buffer.appendLiteral("<text class=\"c-tip\" opacity=\"0\" text-anchor=\"middle\"")
      // Below the value where there is no room above it.
      let middle = y >= 2200 ? y - 1500 : y + 1700
      buffer.appendLabel(tip, x: left + tip.width / 2, middle: middle)
      buffer.appendLiteral("</a>")
    }
  }
}

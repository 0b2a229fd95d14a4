import Markup

/// The marks that several charts have, in hundredths of a pixel.
extension MarkupBuffer {
  /// Writes a circle with the text that a pointer finds at it, as a link where there is an address.
  mutating func appendDot(
    _ classes: StaticString, x: Int, y: Int, radius: Int, title: String, href: SafeURL?
  ) {
    if let href {
      appendLiteral("<a href=\"")
      appendAttribute(href)
      appendLiteral("\" aria-label=\"")
      appendAttribute(title)
      appendLiteral("\">")
    }
    appendLiteral("<circle class=\"")
    appendLiteral(classes)
    appendLiteral("\"")
    appendCoordinate("cx", x)
    appendCoordinate("cy", y)
    appendCoordinate("r", radius)
    appendLiteral("><title>")
    appendText(title)
    appendLiteral("</title></circle>")
    if href != nil { appendLiteral("</a>") }
  }

  /// Writes a band with its title, never thinner than a pixel.
  mutating func appendBand(left: Int, top: Int, right: Int, bottom: Int, title: String) {
    appendLiteral("<rect class=\"c-band\" fill=\"#8884\"")
    appendCoordinate("x", left)
    appendCoordinate("y", top)
    appendCoordinate("width", max(100, right - left))
    appendCoordinate("height", bottom - top)
    if title.isEmpty {
      appendLiteral("/>")
    } else {
      appendLiteral("><title>")
      appendText(title)
      appendLiteral("</title></rect>")
    }
  }

  /// Writes a straight line that others are held against, with its title.
  mutating func appendReference(from start: (x: Int, y: Int), to end: (x: Int, y: Int), title: String) {
    appendLiteral("<path class=\"c-ref\" fill=\"none\" stroke=\"#888\" d=\"")
    appendPathStep("M", x: start.x, y: start.y)
    appendPathStep("L", x: end.x, y: end.y)
    if title.isEmpty {
      appendLiteral("\"/>")
    } else {
      appendLiteral("\"><title>")
      appendText(title)
      appendLiteral("</title></path>")
    }
  }

  /// Writes what stands in the middle of a chart without any value.
  mutating func appendEmpty(_ label: String, size: ChartSize) {
    appendLiteral("<text class=\"c-empty\" text-anchor=\"middle\"")
    appendLabel(FittedText(label, within: size.width * 90), x: size.width * 50, middle: size.height * 50)
  }

  /// Writes `content` so that assistive technology passes over it where the chart has links:
  /// its description and the links say it better than loose tick labels.
  mutating func appendHidden(_ isHidden: Bool, _ content: (inout MarkupBuffer) -> Void) {
    if isHidden { appendLiteral("<g aria-hidden=\"true\">") }
    content(&self)
    if isHidden { appendLiteral("</g>") }
  }
}

import Markup

/// The few things every chart writes. All coordinates go through here, in hundredths of a pixel.
extension MarkupBuffer {
  /// Writes ` name="12.5"`.
  mutating func appendCoordinate(_ name: StaticString, _ position: Int) {
    appendLiteral(" ")
    appendLiteral(name)
    appendLiteral("=\"")
    append(hundredths: position)
    appendLiteral("\"")
  }

  mutating func appendCircle(x: Int, y: Int, radius: Int) {
    appendCoordinate("cx", x)
    appendCoordinate("cy", y)
    appendCoordinate("r", radius)
    appendLiteral("/>")
  }

  /// Writes the rest of a `text` element whose start tag is still open.
  ///
  /// `middle` is the vertical middle of the label; letters of 12 pixels stand 4 below it.
  mutating func appendLabel(_ label: FittedText, x: Int, middle: Int) {
    appendCoordinate("x", x)
    appendCoordinate("y", middle + 400)
    appendLiteral(">")
    appendText(label.text)
    appendLiteral("</text>")
  }

  /// Writes the start of a chart with its accessible name and description.
  ///
  /// `chartClasses` are the classes of the root. To assistive technology a chart is one image. One with
  /// links is a document, for an image has no inside to go to; a `group` would say it better, but HTML
  /// allows an `svg` only `img`, `document` and `application`.
  mutating func openChart(
    _ chartClasses: StaticString, id: String, text: ChartText, width: Int, height: Int,
    hasLinks: Bool = false
  ) {
    openRoot(chartClasses, width: width, height: height, role: hasLinks ? "document" : "img")
    appendLiteral(" aria-labelledby=\"")
    appendIdentifier(id)
    appendLiteral(hasLinks ? "-t\" aria-describedby=\"" : "-t ")
    appendIdentifier(id)
    appendLiteral("-d\" font-size=\"")
    append(integer: FittedText.fontSize)
    appendLiteral("\"><title id=\"")
    appendIdentifier(id)
    appendLiteral("-t\">")
    append(text.title)
    appendLiteral("</title><desc id=\"")
    appendIdentifier(id)
    appendLiteral("-d\">")
    append(text.description)
    appendLiteral("</desc>")
  }

  /// Writes the start of the root's tag and leaves it open.
  mutating func openRoot(
    _ chartClasses: StaticString, width: Int, height: Int, role: StaticString = "img"
  ) {
    appendLiteral("<svg class=\"")
    appendLiteral(chartClasses)
    appendLiteral("\" viewBox=\"0 0 ")
    append(integer: width)
    appendLiteral(" ")
    append(integer: height)
    appendLiteral("\" fill=\"currentColor\" role=\"")
    appendLiteral(role)
    appendLiteral("\"")
  }

  /// Writes an id in ASCII letters, digits, `-`, `_` and `.`; any other byte becomes `:` and two hexadecimal digits.
  ///
  /// White space would end the id inside `aria-labelledby`. Different ids stay different.
  mutating func appendIdentifier(_ id: String) {
    if id.utf8.allSatisfy(isIdentifierByte) {
      appendAttribute(id)
      return
    }
    let digits = Array("0123456789abcdef".utf8)
    var encoded: [UInt8] = []
    for byte in id.utf8 {
      if isIdentifierByte(byte) {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: ":"), digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
      }
    }
    appendAttribute(String(decoding: encoded, as: UTF8.self))
  }
}

private func isIdentifierByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
    true
  default: false
  }
}

import Markup
import Testing

@Suite struct MarkupBufferTests {
  @Test(arguments: [
    (0, "0"), (1, "0.01"), (10, "0.1"), (-5, "-0.05"), (1250, "12.5"), (1200, "12"), (1205, "12.05"),
    (99, "0.99"), (-100, "-1"), (Int.max, "92233720368547758.07"), (Int.min, "-92233720368547758.08"),
  ])
  func hundredthsAreWrittenShortest(hundredths: Int, text: String) {
    var buffer = MarkupBuffer()
    buffer.append(hundredths: hundredths)
    #expect(buffer.bytes == Array(text.utf8))
  }

  @Test(arguments: [
    (0, "0"), (1_000_000, "1"), (1_204_500_000, "1204.5"), (-20_900, "-0.0209"), (1, "0.000001"),
    (Int64.max, "9223372036854.775807"), (Int64.min, "-9223372036854.775808"),
  ])
  func millionthsAreWrittenShortest(millionths: Int64, text: String) {
    var buffer = MarkupBuffer()
    buffer.append(millionths: millionths)
    #expect(buffer.bytes == Array(text.utf8))
  }

  @Test(arguments: [0, 7, 10, -1, 1_234_567, Int.max, Int.min])
  func integersAreWrittenInDecimal(number: Int) {
    var buffer = MarkupBuffer()
    buffer.append(integer: number)
    #expect(buffer.bytes == Array(String(number).utf8))
  }

  @Test func piecesFollowEachOther() throws {
    var buffer = MarkupBuffer(capacity: 64)
    buffer.appendLiteral("<a href=\"")
    buffer.appendAttribute(try #require(SafeURL("https://example.com/?a=1&b=2")))
    buffer.appendLiteral("\">")
    buffer.appendText("A & B")
    buffer.append(HTML(trusted: Array("<br>".utf8)))
    buffer.append(HTML.text("<c>"))
    buffer.appendLiteral("</a>")
    let expected = "<a href=\"https://example.com/?a=1&amp;b=2\">A &amp; B<br>&lt;c&gt;</a>"
    #expect(HTML(buffer).description == expected)
    #expect(buffer.count == expected.utf8.count)
  }

  @Test func anEmptiedBufferIsWrittenAfresh() {
    var buffer = MarkupBuffer()
    buffer.appendText("first")
    buffer.removeAll()
    buffer.appendText("second")
    #expect(buffer.bytes == Array("second".utf8))
  }

  @Test func negativeCapacitiesMeanNone() {
    var buffer = MarkupBuffer(capacity: -1)
    buffer.reserveCapacity(-1)
    #expect(buffer.bytes.isEmpty)
  }
}

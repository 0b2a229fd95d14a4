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

  @Test func aBufferGrowsWithWhatIsWritten() {
    var buffer = MarkupBuffer()
    var expected: [UInt8] = []
    for number in 0..<2_000 {
      buffer.append(integer: number)
      buffer.appendText(String(repeating: "x", count: number % 97))
      expected += "\(number)".utf8 + Array(repeating: UInt8(ascii: "x"), count: number % 97)
    }
    #expect(buffer.bytes == expected && buffer.text == String(decoding: expected, as: UTF8.self))
    #expect(buffer.bytes(from: expected.count - 3) == expected.suffix(3))
    #expect(buffer.bytes(from: expected.count) == [] && buffer.last == expected.last)
  }

  @Test func piecesAreWrittenByTheirPlaces() {
    var pieces = MarkupPieces()
    let (name, none, end) = (
      pieces.add { $0.appendText("<a>") }, pieces.add { _ in }, pieces.add(.text("b"))
    )
    var buffer = MarkupBuffer()
    for piece in [end, name, none, name] { buffer.append(piece, of: pieces) }
    #expect(buffer.text == "b&lt;a&gt;&lt;a&gt;")
  }

  @Test(arguments: [(2026, 1, 9, "2026-01-09"), (0, 12, 31, "0000-12-31"), (9999, 10, 20, "9999-10-20")])
  func daysHaveTenLetters(year: Int, month: Int, day: Int, text: String) {
    var buffer = MarkupBuffer()
    buffer.append(year: year, month: month, day: day)
    #expect(buffer.text == text)
  }

  @Test(
    arguments: [
      (0, "0"), (999_000_000, "999"), (1_000_000_000, "1,000"), (1_204_500_000, "1,204.5"),
      (1_002_003_000_000, "1,002,003"), (.max, "18,446,744,073,709.551615"),
    ] as [(UInt64, String)])
  func digitsStandInGroupsOfThree(millionths: UInt64, text: String) {
    var buffer = MarkupBuffer()
    buffer.append(groupedMillionths: millionths)
    #expect(buffer.text == text)
  }

  @Test func negativeCapacitiesMeanNone() {
    var buffer = MarkupBuffer(capacity: -1)
    buffer.reserveCapacity(-1)
    #expect(buffer.bytes.isEmpty)
  }
}

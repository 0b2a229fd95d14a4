import Model
import Testing

@testable import Rendering

struct NumberTextTests {
  private let en = NumberText(language: .en)
  private let zh = NumberText(language: .zh)

  private func quantity(_ text: String) throws -> Quantity {
    try #require(Quantity(decimal: text))
  }

  @Test(arguments: [
    ("0", Unit.count, "0"), ("8418", .count, "8,418"), ("158175", .count, "158,175"),
    ("1234567890", .count, "1,234,567,890"), ("-1234", .count, "−1,234"), ("999", .count, "999"),
    ("180.0", .cny, "¥180"), ("1.978022", .cny, "¥1.98"), ("0.122366", .cny, "¥0.12"),
    ("0.0042", .cny, "¥0.0042"), ("-20", .cny, "−¥20"), ("12345.5", .cny, "¥12,345.5"),
    ("80.0", .percent, "80%"), ("87.65", .percent, "87.7%"), ("0.0448", .ratio, "4.48%"),
    ("1", .ratio, "100%"), ("12.737568", .multiple, "1 : 12.7"), ("0.99999", .multiple, "1 : 1"),
    ("0.033333", .multiple, "1 : 0.03"), ("0.00001", .cny, "¥0.00001"), ("0.000001", .ratio, "0.0001%"),
  ])
  func valuesAreWrittenInTheirUnit(text: String, unit: Unit, expected: String) throws {
    #expect(en.text(try quantity(text), unit: unit) == expected)
    #expect(zh.text(try quantity(text), unit: unit) == expected)
  }

  @Test(arguments: [
    ("9999", "9,999", "9,999"), ("10000", "1万", "10K"), ("123000", "12.3万", "123K"),
    ("123456", "123,456", "123,456"), ("100000000", "1亿", "100M"), ("1500000", "150万", "1.5M"),
    ("-20000", "−2万", "−20K"), ("2500", "2,500", "2.5K"),
  ])
  func axesHaveShortFormsWhereTheyAreExact(text: String, chinese: String, english: String) throws {
    #expect(zh.short(try quantity(text), unit: .count) == chinese)
    #expect(en.short(try quantity(text), unit: .count) == english)
  }

  @Test(arguments: [
    (67, 947, Unit.ratio, "7.07%"), (91, 1_471, .ratio, "6.19%"), (-67, 947, .ratio, "−7.07%"),
    (1, 3, .cny, "¥0.33"), (1, 2_500_000, .ratio, "0.00004%"), (201, 20_000, .cny, "¥0.01"),
  ])
  func aQuotientIsRoundedOnce(dividend: Int64, divisor: Int64, unit: Unit, expected: String) throws {
    let (whole, by) = (try #require(Quantity(dividend)), try #require(Quantity(divisor)))
    let quotient = try #require(whole.divided(by: by))
    #expect(en.text(quotient, unit: unit) == expected)
    #expect(en.signed(quotient, unit: unit) == (dividend < 0 ? expected : "+" + expected))
  }

  @Test func changesHaveASign() throws {
    #expect(en.signed(try quantity("1204"), unit: .count) == "+1,204")
    #expect(en.signed(try quantity("-20"), unit: .cny) == "−¥20")
    #expect(en.signed(try quantity("0"), unit: .count) == "0")
    #expect(en.signedPercent(try quantity("0.124")) == "+12.4%")
    #expect(en.signedPercent(try quantity("-0.0004")) == "−0.04%")
    #expect(en.signedPercent(try quantity("123456789012")) == "+123,456,789,012 × 100%")
  }

  @Test func extremesDoNotTrap() {
    for millionths in [Int64.min, Int64.min + 1, Int64.max, -1, 1] {
      for unit in Unit.allCases {
        let quantity = Quantity(millionths: millionths)
        #expect(!zh.text(quantity, unit: unit).isEmpty)
        #expect(!en.short(quantity, unit: unit).isEmpty)
        #expect(!en.signed(quantity, unit: unit).isEmpty)
        #expect(!en.signedPercent(quantity).isEmpty)
      }
    }
  }
}

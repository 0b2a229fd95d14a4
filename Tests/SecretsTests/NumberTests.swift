import Testing

@testable import Secrets

/// A token of digits, and the ways in which a reply may send it as a number.
struct NumberTests {
  private func redacted(_ json: String, _ token: String = "12345678") -> String {
    String(decoding: SecretSpellings([Array(token.utf8)]).redact(json: Array(json.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    "12345678", "12345678.0", "-12345678", "12345678e0", "1.2345678e7", "1.2345678E+7", "-1.2345678e07",
    "123456780e-1", "1234567800000E-00005", "0.12345678e8", "0.00012345678e11", "12345.678e3",
    "1.23456780000000000000000000e7",
    // As it is rounded where it is printed.
    "12345677.9999999", "1234567.79999995e1", "123456779999999e-7",
    // Of a longer number it is a part, as of one that is written out.
    "1.23456789e8", "9.12345678e8", "1.2345678e8", "1.2345678e400", "1.2345678e99999999999999999999",
    "0.12345678e-3", "1.2345678e-1", "12345678e-9999999999999999999999",
  ])
  func isFoundInEverySpelling(number: String) {
    #expect(redacted("{\"a\":\(number),\"b\":[ \(number)]}") == #"{"a":"***","b":[ "***"]}"#)
    #expect(redacted(number) == "\"***\"")
    #expect(SecretSpellings([Array("12345678".utf8)]).finds(in: Array("[1,\(number)]".utf8)))
    // What is redacted is not found again.
    #expect(redacted(redacted("[\(number)]")) == "[\"***\"]")
  }

  @Test(arguments: [
    "1234567.8", "1.2345678", "1.2345678e6", "1.234567e-1", "1.2345679e7", "0.1234567e8", "12345677.9999994",
    "12345677.4", "1e7", "1.2345678e", "1.2345678e+", "1.2e7.345678", "0", "-0.0e0", "1234.5678",
  ])
  func otherNumbersStay(number: String) {
    #expect(redacted("{\"a\":\(number)}") == "{\"a\":\(number)}")
    let isFound = SecretSpellings([Array("12345678".utf8)]).finds(in: Array("[\(number)]".utf8))
    #expect(!isFound)
  }

  @Test func tenThousandsAreRead() {
    #expect(redacted(#"{"fans":"1234.5678w"}"#) == #"{"fans":"***"}"#)
    #expect(redacted(#"{"fans":"1\u003234.5678\u0077"}"#) == #"{"fans":"***"}"#)
    #expect(redacted(#"{"fans":"1234.567w"}"#) == #"{"fans":"1234.567w"}"#)
    // What stands before it is read with its escapes undone.
    for sign in [#"\u002d"#, "&#45;", "%2D", " ", #"\n"#] {
      #expect(redacted(#"["\#(sign)1234.5678w"]"#).contains("5678") == false, "\(sign)")
    }
    #expect(redacted(#"["\u00611234.5678w"]"#) == #"["\u00611234.5678w"]"#)
    #expect(redacted(#"["1234.5678watts"]"#) == #"["1234.5678watts"]"#)
    // In a text that is not JSON, too.
    let spellings = SecretSpellings([Array("12345678".utf8)])
    #expect(spellings.redact("it costs 1.2345678e7, or 1234.5678w") == "it costs ***, or ***")
  }

  @Test func zerosAtTheEndsOfATokenCount() {
    #expect(redacted("[1.2e9,12e8,1.2E7,1200000000]", "1200000000") == #"["***","***",1.2E7,"***"]"#)
    #expect(redacted("[1.2e5,0.00000012e10]", "00000012") == #"[1.2e5,"***"]"#)
    #expect(redacted("[1e8,1e7,5e-9,5e-8]", "00000000") == #"["***",1e7,"***",5e-8]"#)
  }

  @Test func aTokenMayHaveAPointOrASign() {
    #expect(redacted("[1.23456785e7,1.23456785e8]", "12345678.5") == #"["***",1.23456785e8]"#)
    #expect(redacted("[-1.2345678e7,1.2345678e7]", "-12345678") == #"["***",1.2345678e7]"#)
    // Of other tokens no number is made.
    #expect(redacted("[1.2345678e7]", "a12345678") == "[1.2345678e7]")
  }

  /// The digits of a token in hexadecimal are digits, too.
  @Test func encodingsOfDigitsAreDigits() {
    #expect(redacted(#"{"a":3.132333435363738e15}"#) == #"{"a":"***"}"#)
  }

  @Test func aWordIsNoNumber() {
    let spellings = SecretSpellings([Array("10000000".utf8)])
    for word in ["a1e7", "1e7f", "0x1e7_", "v1.1e7x"] {
      #expect(!spellings.finds(in: Array("<\(word)>".utf8)), "\(word)")
    }
    #expect(spellings.finds(in: Array("<1e7>".utf8)))
  }

  /// Any number that is the token or has it as its leading digits, and none that differs in a digit.
  @Test func anySpellingOfAnyTokenIsFound() {
    var seed: UInt64 = 17
    func random(below limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(limit))
    }
    for _ in 0..<2_000 {
      let digits = [1 + random(below: 9)] + (0..<(7 + random(below: 12))).map { _ in random(below: 10) }
      let token = digits.map(String.init).joined()
      // The point somewhere among the digits, and an exponent that takes it back.
      func spelt(_ digits: [Int]) -> String {
        let text = digits.map(String.init).joined() + String(repeating: "0", count: random(below: 4))
        let place = 1 + random(below: text.utf8.count)
        let exponent = digits.count - place
        let point = place < text.utf8.count ? "\(text.prefix(place)).\(text.dropFirst(place))" : text
        let sign = exponent < 0 ? "-" : ["", "+"][random(below: 2)]
        let zeros = String(repeating: "0", count: random(below: 3))
        return ["", "-"][random(below: 2)] + point + ["e", "E"][random(below: 2)]
          + "\(sign)\(zeros)\(exponent.magnitude)"
      }
      let number = spelt(digits)
      #expect(redacted("[\(number)]", token) == "[\"***\"]", "\(token) as \(number)")
      var other = digits
      other[random(below: other.count - 1) + 1] = (other[1] + 1) % 10
      if other == digits { continue }
      let different = spelt(other)
      if redacted("[\(other.map(String.init).joined())0000]", token).contains("***") { continue }
      #expect(redacted("[\(different)]", token) == "[\(different)]", "\(token) and \(different)")
    }
  }

  /// A long number, a huge exponent and many numbers cost what their bytes cost.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "1e999999999999999999999999999999 ", "9.9999999e-99999999999 ", "%31", "1.", "1e", "1w", "\\u0031",
    ])
  func noNumberTakesLong(piece: String) {
    let spellings = SecretSpellings([Array("12345678".utf8)])
    let text = Array(String(repeating: piece, count: 200_000).utf8)
    #expect(!spellings.finds(in: text))
    let long = Array((String(repeating: "1", count: 2_000_000) + "e99999999999").utf8)
    #expect(!spellings.finds(in: long))
  }
}

import Foundation
import Testing

@testable import Spreadsheets

struct CSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "two lines"), ("two\r\nlines", "two lines"),
    ("=1+1", "\"'=1+1\""), ("+86", "\"'+86\""), ("-5", "\"'-5\""), ("@cmd", "\"'@cmd\""), (" =1", "\"' =1\""),
    ("\t=1", "\"' =1\""), ("＝1", "\"'＝1\""), ("\u{200B}=1", "\"'\u{200B}=1\""), ("\r=1", "\"' =1\""),
    ("=\u{301}1", "\"'=\u{301}1\""), ("+\u{200D}1", "\"'+\u{200D}1\""), ("@\u{FE0F}1", "\"'@\u{FE0F}1\""),
    ("a,\u{301}b", "\"a,\u{301}b\""), ("a\"\u{200D}b", "\"a\"\"\u{200D}b\""),
    ("a\n\u{FE0F}b", "a \u{FE0F}b"), ("", ""), ("达人", "达人"),
    ("a\u{1B}[31m\u{0}\u{7F}b", "a\\u{1b}[31m\\u{0}\\u{7f}b"), ("a\u{9B}\u{85}b", "a\\u{9b}\\u{85}b"),
    ("a\u{202E}b\u{2066}c\u{200F}\u{61C}", "a\\u{202e}b\\u{2066}c\\u{200f}\\u{61c}"),
    ("a\u{2028}b", "a\\u{2028}b"), ("\u{1B}=1", "\"'\\u{1b}=1\""), ("👩\u{200D}💻", "👩\u{200D}💻"),
    ("5f9123400000000000000000", "5f9123400000000000000000"),
    ("591234000000000000000000", "\"'591234000000000000000000\""),
    ("59123e400000000000000000", "\"'59123e400000000000000000\""), ("1E5", "\"'1E5\""), ("007", "\"'007\""),
    ("7", "7"),
    ("0", "0"), ("123456789012345", "123456789012345"), ("1234567890123456", "\"'1234567890123456\""),
    ("e5", "e5"),
    ("5e", "5e"), ("1e2e3", "1e2e3"), ("2026-11-22", "2026-11-22"),
  ])
  func aTextIsQuotedAndNeverAFormula(text: String, expected: String) {
    var bytes: [UInt8] = []
    CSV.append([.text(text)], to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == expected + "\r\n")
  }

  @Test func numbersAndGapsStayAsTheyAre() {
    var bytes: [UInt8] = []
    CSV.append([.number("-0.5"), .empty, .number("180"), .text("x"), .empty], to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "-0.5,,180,x,\r\n")
  }
}

struct WorkbookTests {
  @Test func theSameRowsGiveTheSameBytes() throws {
    let first = try workbook(name: "a")
    let second = try workbook(name: "b")
    #expect(first == second)
    #expect(first.starts(with: Data("PK".utf8)))
  }

  @Test func aFolderThatIsNotThereIsAnErrorWithAReason() throws {
    var workbook = try Workbook(
      path: "/nonexistent/x.xlsx", scratch: NSTemporaryDirectory(), name: "x", header: ["a"], created: 0)
    #expect(throws: SpreadsheetError.self) { try workbook.close() }
  }

  private func workbook(name: String) throws -> Data {
    let path = NSTemporaryDirectory() + "\(UUID())-\(name).xlsx"
    var workbook = try Workbook(
      path: path, scratch: NSTemporaryDirectory(), name: "Readings", header: ["day", "value"],
      created: 1_700_000_000)
    try workbook.append([.text("=HYPERLINK(\"http://x\")"), .number("8418")])
    try workbook.append([.text(String(repeating: "长", count: 40_000)), .empty])
    try workbook.append([.text("a\u{0}b\u{1B}c"), .number("-0.0209")])
    try workbook.close()
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}

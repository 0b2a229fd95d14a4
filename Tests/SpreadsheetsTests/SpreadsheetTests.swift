import Foundation
import Testing

@testable import Spreadsheets

struct CSVTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "\"two\nlines\""),
    ("=1+1", "\"'=1+1\""), ("+86", "\"'+86\""), ("-5", "\"'-5\""), ("@cmd", "\"'@cmd\""), (" =1", "\"' =1\""),
    ("\t=1", "\"'\t=1\""), ("＝1", "\"'＝1\""), ("\u{200B}=1", "\"'\u{200B}=1\""), ("\r=1", "\"'\r=1\""),
    ("=\u{301}1", "\"'=\u{301}1\""), ("+\u{200D}1", "\"'+\u{200D}1\""), ("@\u{FE0F}1", "\"'@\u{FE0F}1\""),
    ("a,\u{301}b", "\"a,\u{301}b\""), ("a\"\u{200D}b", "\"a\"\"\u{200D}b\""),
    ("a\n\u{FE0F}b", "\"a\n\u{FE0F}b\""), ("", ""), ("达人", "达人"),
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

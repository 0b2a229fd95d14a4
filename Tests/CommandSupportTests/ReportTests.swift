import CommandSupport
import Model
import Testing

struct ReportTests {
  @Test func aReportIsSortedAndEndsItsLastLine() throws {
    #expect(try reportJSON(["b": "/", "a": "x"]) == Array("{\n  \"a\" : \"x\",\n  \"b\" : \"/\"\n}\n".utf8))
  }

  /// An empty object in the place of a report would be a lie.
  @Test func whatCannotBeEncodedIsAnError() {
    #expect(throws: EncodingError.self) { try reportJSON(["a": Double.nan]) }
  }

  @Test func anUnexpectedErrorSaysWhatWentOn() {
    struct Odd: Error {}
    #expect(
      RunFailure.unexpected(Odd(), while: "trying").diagnostics.map(\.message) == [
        "unexpected while trying: Odd()"
      ])
    #expect(RunFailure.unexpected(Odd()).status == .bug)
  }
}

import Testing

@testable import Model

struct KOLIDTests {
  @Test(arguments: ["60f2bf8200000000010096d8", "a", "A-b_9", String(repeating: "x", count: 64)])
  func idsOfAllowedBytesAreTaken(text: String) {
    #expect(KOLID(text)?.text == text)
  }

  @Test(arguments: [
    "", "../x", "a/b", "a b", "a\u{301}", "é", "a\n", "a.b", "ａ", "a\u{0}",
    String(repeating: "x", count: 65),
  ])
  func othersAreRefused(text: String) {
    #expect(KOLID(text) == nil)
  }
}

struct FileNameTests {
  @Test(arguments: [
    "con", "CON", "nul", "aux", "Prn", "com1", "COM9", "lpt0", "con.html", "nul.tar.gz", "-rf", "-", "a.",
    "a ", "-\u{301}", "a.b.",
  ])
  func namesThatNotEveryDiskHoldsAreRefused(name: String) {
    #expect(fileNameProblem(name) != nil)
  }

  @Test(arguments: [
    "about", "con2", "icon", "com", "com12", "comx", "lpt", "nul-1", "a-", "a.con", "_",
    "60f2bf8200000000010096d8", "nul\u{301}",
  ])
  func othersAreTaken(name: String) {
    #expect(fileNameProblem(name) == nil)
  }
}

struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-22T01:00:00Z", 1_795_309_200), ("1969-12-31T23:59:59Z", -1),
  ])
  func instantsReadBackAsTheirText(text: String, seconds: Int) {
    #expect(Timestamp(text)?.secondsSinceEpoch == seconds)
    #expect(Timestamp(secondsSinceEpoch: seconds).description == text)
  }

  @Test(arguments: [
    "2026-11-22", "2026-11-22T24:00:00Z", "2026-11-22T01:60:00Z", "2026-11-22 01:00:00Z",
    "2026-11-22T01:00:00+08:00", "2026-11-22T01:00:00Z\u{301}",
  ])
  func otherTextsAreNoInstants(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func theLocalDayDependsOnTheOffset() {
    let instant = Timestamp(secondsSinceEpoch: 1_795_309_200 + 15 * 3_600)
    #expect(instant.local(offset: 0).day.description == "2026-11-22")
    #expect(instant.local(offset: 8 * 3_600).day.description == "2026-11-23")
    #expect(Timestamp(secondsSinceEpoch: -1).local(offset: 0).day.description == "1969-12-31")
  }
}

struct SuggestionTests {
  @Test(arguments: [
    ("refesh", "refresh"), ("grop", "groups"), ("Refresh", "refresh"), ("rerfesh", "refresh"),
  ])
  func theNearestNameIsFound(typed: String, meant: String) {
    #expect(nearestName(to: typed, among: ["id", "groups", "note", "refresh"]) == meant)
  }

  @Test(arguments: ["colour", "", "x\u{301}\u{302}\u{303}\u{304}"])
  func nothingIsSuggestedForAFarName(typed: String) {
    #expect(nearestName(to: typed, among: ["id", "groups", "note", "refresh"]) == nil)
  }
}

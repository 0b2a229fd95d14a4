import Testing

@testable import Model

struct CalendarDayTests {
  @Test func daysRoundTripThroughTheirText() {
    for number in stride(from: -700_000, through: 2_900_000, by: 97) {
      let day = CalendarDay(daysSinceEpoch: number)
      #expect(CalendarDay(day.description) == day)
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-23", 20_780), ("1969-12-31", -1),
    ("0001-01-01", -719_162), ("1600-02-29", -135_081), ("9999-12-31", 2_932_896),
  ])
  func knownDaysHaveTheirNumber(text: String, number: Int) {
    #expect(CalendarDay(text)?.daysSinceEpoch == number)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "0000-01-01", "2026-11-31", "", "today",
    "2026-11-23\u{301}", "２０２６-11-23", "2026/11/23",
  ])
  func otherTextsAreNoDays(text: String) {
    #expect(CalendarDay(text) == nil)
  }
}

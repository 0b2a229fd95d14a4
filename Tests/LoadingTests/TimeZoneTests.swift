import Testing

@testable import Loading

@Test(arguments: ["Asia/Shanghai", "Asia/Kolkata", "America/Argentina/Salta", "Etc/GMT-8", "UTC", "GMT"])
func zonesOfTheDatabaseAreKnown(name: String) {
  #expect(isKnownTimeZone(name))
}

@Test(arguments: [
  "", "CST", "GMT+8", "+08:00", "asia/shanghai", "Asia/Shangha\u{301}i", "Mars/Olympus", "/", "../etc/passwd",
])
func otherTextsAreNoZones(name: String) {
  #expect(!isKnownTimeZone(name))
}

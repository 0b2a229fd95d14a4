import Model
import Testing

@testable import Loading

@Suite struct SettingsTests {
  @Test func everySettingIsRead() throws {
    var expected = Settings(title: "达人 report", languages: [.en, .zh], timeZone: "Europe/Berlin")
    expected.api = Settings.API(
      environment: .global, endpoint: .profileV2, acceptCache: false, timeoutSeconds: 120, concurrency: 32,
      requestsPerSecond: 100, maxCalls: 500)
    expected.publish = Settings.Publish(minimumCoverage: Quantity(millionths: 250_000), mode: .inPlace)
    expected.tiers = try #require(TierBounds(top: 1_000_000, middle: 100_000, junior: 5_000))
    expected.avatars = .initials
    #expect(
      try settings(
        """
        title: 达人 report
        languages: [en, zh]
        timeZone: Europe/Berlin
        api:
          environment: global
          allowInsecure: false
          endpoint: profile-v2
          acceptCache: false
          timeout: 2m
          concurrency: 32
          requestsPerSecond: 100
          maxCalls: 500
        publish:
          minimumCoverage: 0.25
          mode: inPlace
        tiers:
          top: 1000000
          middle: 100000
        avatars: initials
        """) == expected)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "{}", "api:\npublish:\n"])
  func whatIsLeftOutHasItsDefault(text: String) throws {
    #expect(try settings(text) == Settings())
  }

  @Test func withoutAFileEverythingHasItsDefault() throws {
    #expect(try TemporaryProject(roster: TemporaryProject.oneKOL).load().settings == Settings())
  }

  @Test(arguments: [
    (
      "«1»- a",
      "the settings must be a mapping, not a list\n  hint: its keys are `title`, `languages`, `timeZone`, `api`, `publish`, `archive`, `tiers`, `baskets`, `avatars`, `chartFiles`, `brand`, `allowedOrigins`"
    ),
    ("«1»titel: x", "unknown key \"titel\" in the settings\n  hint: did you mean `title`?"),
    (
      "«1»zzzzzzzzzz: x",
      "unknown key \"zzzzzzzzzz\" in the settings\n  hint: the keys are `title`, `languages`, `timeZone`, `api`, `publish`, `archive`, `tiers`, `baskets`, `avatars`, `chartFiles`, `brand`, `allowedOrigins`"
    ),
    (
      "«1»\"title\\u0301\": x", "unknown key \"title\\u{301}\" in the settings\n  hint: did you mean `title`?"
    ),
    ("«1»[a]: x", "a key must be a plain text"),
    ("title:«1»", "`title` must be a text, not nothing"),
    ("title: «1»[x]", "`title` must be a text, not a list"),
    ("title: «1»''", "`title` is blank\n  hint: write a text, or remove the key"),
    ("languages: «1»[]", "`languages` is empty\n  hint: write [zh], [en] or both"),
    ("languages: [«1»fr]", "a language must be `zh` or `en`, not \"fr\""),
    ("languages: [«1»ZH]", "a language must be `zh` or `en`, not \"ZH\"\n  hint: did you mean `zh`?"),
    ("languages: [zh, «1»zh]", "the language `zh` is written twice\n  hint: keep one of the two"),
    (
      "timeZone: «1»Asia/Shangai",
      "`timeZone` must be an IANA time zone such as Asia/Shanghai, not \"Asia/Shangai\"\n  hint: did you mean `Asia/Shanghai`?"
    ),
    ("timeZone: «1»CST", "`timeZone` must be an IANA time zone such as Asia/Shanghai, not \"CST\""),
    (
      "api: «1»global",
      "`api` must be a mapping, not \"global\"\n  hint: its keys are `environment`, `baseURL`, `allowInsecure`, `endpoint`, `acceptCache`, `timeout`, `concurrency`, `requestsPerSecond`, `burst`, `maxCalls`"
    ),
    ("avatars: «1»none", "`avatars` must be `mirror` or `initials`, not \"none\""),
    ("avatars: «1»[mirror]", "`avatars` must be `mirror` or `initials`, not a list"),
    ("api: {environment: «1»china}", "`environment` must be `global` or `cn`, not \"china\""),
    (
      "api: {environment: «1»globl}",
      "`environment` must be `global` or `cn`, not \"globl\"\n  hint: did you mean `global`?"
    ),
    (
      "api: {endpoint: «1»profile-v3}",
      "`endpoint` must be `profile-v1` or `profile-v2`, not \"profile-v3\"\n  hint: did you mean `profile-v1`?"
    ),
    ("api: {acceptCache: «1»yes}", "`acceptCache` must be `true` or `false`, not \"yes\""),
    (
      "tiers: «1»{middle: 500000}",
      "the tiers do not descend: top 500000, middle 500000, junior 5000\n  hint: write the followers from which each tier begins, such as 500000, 50000 and 5000"
    ),
    ("tiers: {top: «1»-1}", "`top` must be a whole number from 1 to 1000000000, not \"-1\""),
    ("api: {concurrency: «1»0}", "`concurrency` must be a whole number from 1 to 256, not \"0\""),
    ("api: {concurrency: «1»257}", "`concurrency` must be a whole number from 1 to 256, not \"257\""),
    ("api: {concurrency: «1»0x10}", "`concurrency` must be a whole number from 1 to 256, not \"0x10\""),
    (
      "api: {requestsPerSecond: «1»0.5}",
      "`requestsPerSecond` must be a whole number from 1 to 1000, not \"0.5\""
    ),
    (
      "api: {requestsPerSecond: «1»1001}",
      "`requestsPerSecond` must be a whole number from 1 to 1000, not \"1001\""
    ),
    ("api: {maxCalls: «1»0}", "`maxCalls` must be a whole number of at least 1, not \"0\""),
    (
      "api: {maxCalls: «1»99999999999999999999}",
      "`maxCalls` must be a whole number of at least 1, not \"99999999999999999999\""
    ),
    ("api: {timeout: «1»59s}", "`timeout` must be from 60s to 60m, such as 90s or 2m, not \"59s\""),
    ("api: {timeout: «1»90}", "`timeout` must be from 60s to 60m, such as 90s or 2m, not \"90\""),
    ("api: {timeout: «1»61m}", "`timeout` must be from 60s to 60m, such as 90s or 2m, not \"61m\""),
    (
      "api: {baseURL: 'https://a.example', timeout: «1»5s}",
      "`timeout` must be from 60s to 60m, such as 90s or 2m, not \"5s\""
    ),
    (
      "publish: {minimumCoverage: «1»1.01}",
      "`minimumCoverage` must be a number from 0 to 1, such as 0.5, not \"1.01\""
    ),
    (
      "publish: {minimumCoverage: «1»-0.1}",
      "`minimumCoverage` must be a number from 0 to 1, such as 0.5, not \"-0.1\""
    ),
    (
      "publish: {minimumCoverage: «1»50%}",
      "`minimumCoverage` must be a number from 0 to 1, such as 0.5, not \"50%\""
    ),
    (
      "publish: {mode: «1»inplace}",
      "`mode` must be `exchange` or `inPlace`, not \"inplace\"\n  hint: did you mean `inPlace`?"
    ),
    (
      "publish: {«1»minimumCover: 1}",
      "unknown key \"minimumCover\" in `publish`\n  hint: did you mean `minimumCoverage`?"
    ),
  ])
  func aWrongSettingIsLocatedAndExplained(text: String, message: String) throws {
    let found = try findings(settings: text)
    #expect(found == ["«1»: error: \(message)"])
  }

  @Test(arguments: ["0", "1", "0.5", "1.0", "1e-1"])
  func coverageIsAShare(text: String) throws {
    #expect(
      try settings("publish: {minimumCoverage: \(text)}").publish.minimumCoverage
        == Quantity(decimal: text))
  }

  @Test func aTitleMayHave200Characters() throws {
    let title = String(repeating: "麻", count: 200)
    #expect(try settings("title: \(title)").title == title)
    #expect(
      try findings(settings: "title: «1»\(title)!") == [
        "«1»: error: `title` has 201 characters; at most 200 are allowed\n  hint: shorten it"
      ])
  }

  @Test func theMainlandAddressNeedsConsentBecauseTheTokenCrossesInClear() throws {
    #expect(
      try findings(settings: "api:\n  environment: «1»cn\n") == [
        """
        «1»: error: `environment: cn` is reached over plain http, so the token would cross the network in clear
          hint: use `global`, or accept the risk with `allowInsecure: true`
        """
      ])
  }

  @Test func theMainlandAddressWarnsEvenWithConsent() throws {
    let text = "api:\n  environment: «1»cn\n  allowInsecure: true\n"
    #expect(
      try findings(settings: text) == [
        """
        «1»: warning: the token crosses the network in clear: `environment: cn` is reached over plain http
          hint: use `global` where you can, and replace the token often
        """
      ])
    #expect(try settings("api: {environment: cn, allowInsecure: true}").api.environment == .cn)
  }

  @Test(arguments: [
    ("https://api.example", "https://api.example"), ("https://api.example/", "https://api.example"),
    ("HTTPS://API.example:8443", "https://api.example:8443"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://127.8.9.10", "http://127.8.9.10"),
    ("http://localhost:1", "http://localhost:1"), ("http://[::1]:65535", "http://[::1]:65535"),
    ("https://[2001:db8::1]", "https://[2001:db8::1]"),
  ])
  func anAddressOfTheProjectsOwnIsSchemeHostAndPort(text: String, address: String) throws {
    #expect(
      try settings("api: {baseURL: '\(text)'}").api.environment == .custom(BaseURL(address)))
  }

  static let addressHint =
    "\n  hint: write scheme, host and port only, such as http://127.0.0.1:8080"
  static let clearText =
    "`baseURL` is plain http, so the token would cross the network in clear"
    + "\n  hint: use https; plain http is for this machine only (127.0.0.1, ::1, localhost)"

  @Test(arguments: [
    ("ftp://a.example", "`baseURL` must begin with https://, or with http:// for this machine\(addressHint)"),
    ("a.example", "`baseURL` must begin with https://, or with http:// for this machine\(addressHint)"),
    ("http:/\u{301}/a", "`baseURL` must begin with https://, or with http:// for this machine\(addressHint)"),
    ("https://user:secret@a.example", "`baseURL` must not hold a user or a password\(addressHint)"),
    ("http://127.0.0.1@evil.example", "`baseURL` must not hold a user or a password\(addressHint)"),
    ("http://127.0.0.1@\u{301}evil.example", "`baseURL` must not hold a user or a password\(addressHint)"),
    ("https://a.example/v1", "`baseURL` must not have a path, a query or a fragment\(addressHint)"),
    ("https://a.example?x", "`baseURL` must not have a path, a query or a fragment\(addressHint)"),
    ("https://a.example#x", "`baseURL` must not have a path, a query or a fragment\(addressHint)"),
    (
      #"http://127.0.0.1\evil.example"#, "`baseURL` must not have a path, a query or a fragment\(addressHint)"
    ),
    ("https://", "`baseURL` has no valid host\(addressHint)"),
    ("https://a..example", "`baseURL` has no valid host\(addressHint)"),
    ("https://a b", "`baseURL` has no valid host\(addressHint)"),
    ("https://[::1", "`baseURL` has no valid host\(addressHint)"),
    ("https://:80", "`baseURL` has no valid host\(addressHint)"),
    ("https://a.example:", "`baseURL` has no valid port\(addressHint)"),
    ("https://a.example:0", "`baseURL` has no valid port\(addressHint)"),
    ("https://a.example:65536", "`baseURL` has no valid port\(addressHint)"),
    ("https://a.example:+80", "`baseURL` has no valid port\(addressHint)"),
    ("http://a.example", clearText), ("http://127.0.0.1.evil.example", clearText),
    ("http://localhost.evil.example", clearText), ("http://0.0.0.0", clearText),
    ("http://0127.0.0.1", clearText), ("http://127.1", clearText), ("http://[::2]", clearText),
  ])
  func anyOtherAddressIsRefusedWithoutRepeatingIt(text: String, message: String) throws {
    let found = try findings(settings: "api: {baseURL: «1»'\(text)'}")
    #expect(found == ["«1»: error: \(message)"])
  }

  @Test func anAddressAndAnEnvironmentExcludeEachOther() throws {
    #expect(
      try findings(settings: "api:\n  environment: global\n  baseURL: «1»https://a.example\n") == [
        "«1»: error: `baseURL` and `environment` exclude each other\n  hint: remove one of the two"
      ])
  }

  @Test(arguments: [("1s", 1), ("60m", 3_600)])
  func aServerOnThisMachineMayBeGivenUpOnSooner(text: String, seconds: Int) throws {
    let found = try settings("api: {timeout: \(text), baseURL: 'http://localhost:8080'}")
    #expect(found.api.timeoutSeconds == seconds)
  }

  @Test func theMistakesOfOneFileComeInTheOrderOfItsLines() throws {
    #expect(
      try findings(
        settings: """
          publish: {minimumCoverage: «1»2}
          api: {maxCalls: «2»x, «3»colour: red, environment: «4»cn}
          title: «5»''
          """
      ).map { $0.prefix(10) } == [
        "«1»: error", "«2»: error", "«3»: error", "«4»: error", "«5»: error",
      ])
  }
}

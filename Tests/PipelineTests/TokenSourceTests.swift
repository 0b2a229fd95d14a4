import CommandSupport
import Foundation
import Model
import Secrets
import Testing

@testable import Pipeline

@Suite struct TokenSourceTests {
  private func withFile(
    _ bytes: [UInt8], mode: Int = 0o600, _ body: (String) throws -> Void
  ) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      FileManager.default.createFile(
        atPath: path, contents: Data(bytes), attributes: [.posixPermissions: mode]))
    try body(path)
  }

  @Test func theTokenComesFromAVariableOrAFile() throws {
    #expect(try TokenSource(token: "secret-token").read()?.token == "secret-token")
    #expect(try TokenSource().read() == nil)
    #expect(try TokenSource(token: "", file: "").read() == nil)
    try withFile(Array("secret-token\n".utf8)) { path in
      let found = try #require(try TokenSource(token: "", file: path).read())
      #expect(found.token == "secret-token\n")
      #expect(found.warnings.isEmpty)
    }
  }

  @Test func aFileThatOthersMayReadIsWarnedOf() throws {
    try withFile(Array("secret-token".utf8), mode: 0o644) { path in
      let found = try #require(try TokenSource(file: path).read())
      #expect(found.warnings.count == 1)
      #expect(found.warnings.allSatisfy { !$0.description.contains("secret") })
    }
  }

  @Test func aMountedSecretMayBeALink() throws {
    try withFile(Array("secret-token".utf8)) { path in
      let link = path + "-link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      defer { try? FileManager.default.removeItem(atPath: link) }
      #expect(try TokenSource(file: link).read()?.token == "secret-token")
    }
  }

  @Test func whatCannotBeATokenFileIsToldWithoutItsContent() throws {
    #expect(throws: RunFailure.self) { try TokenSource(file: "/nonexistent/token").read() }
    #expect(throws: RunFailure.self) { try TokenSource(file: "/").read() }
    #expect(throws: RunFailure.self) { try TokenSource(token: "a", file: "/dev/null").read() }
    for bytes in [[0x73, 0x65, 0xff, 0xfe], [UInt8](repeating: 0x61, count: 5_000)] {
      try withFile(bytes) { path in
        do throws(RunFailure) {
          _ = try TokenSource(file: path).read()
          Issue.record("it was read")
        } catch {
          #expect(error.status == .account)
          #expect(error.diagnostics.allSatisfy { !$0.description.contains("aaaa") })
        }
      }
    }
  }
}

@Suite struct KnownSecretsTests {
  private static let token = "joa9f3e77c0d1b2a4e5f6071"

  @Test(arguments: ["KOLSITE_TOKEN", "KOLSITE_TOKEN_FILE"])
  func theTokenIsKnownWhereverItStands(variable: String) throws {
    let secrets = SecretSpellings.known(in: [variable: Self.token])
    #expect(secrets.redact("x \(Self.token) y") == "x *** y")
  }

  @Test func whatNamesAFileIsShownAndWhatIsInItIsNot() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("\(Self.token)\n".utf8).write(to: URL(fileURLWithPath: path))
    let secrets = SecretSpellings.known(in: ["KOLSITE_TOKEN_FILE": path])
    #expect(secrets.redact("\(path) \(Self.token)") == "\(path) ***")
    #expect(SecretSpellings.known(in: ["KOLSITE_TOKEN": "short"]).redact("short") == "short")
    #expect(SecretSpellings.known(in: [:]).redact("text") == "text")
    // No token, but the mistake of whoever pasted a line too many.
    let pasted = SecretSpellings.known(in: ["KOLSITE_TOKEN": "\(Self.token)\r\nextra"])
    #expect(pasted.redact("a \(Self.token) b") == "a *** b")
  }

  @Test func aTokenInThePlaceOfItsFileIsNotRepeated() {
    do throws(RunFailure) {
      _ = try TokenSource(file: Self.token).read()
      Issue.record("it was read")
    } catch {
      #expect(error.status == .account)
      #expect(error.diagnostics.allSatisfy { !$0.description.contains(Self.token) })
      #expect(error.diagnostics.contains { $0.hint?.contains("belongs in KOLSITE_TOKEN") == true })
    }
  }
}

@Suite struct OptionTests {
  @Test(arguments: [("3d", "3d"), ("2w", "14d"), ("20%", "20%"), ("0%", "0%"), ("0d", "0d")])
  func aStaleLimitIsAnAgeOrAShare(text: String, meaning: String) {
    #expect(StaleLimit(text)?.description == meaning)
  }

  @Test(arguments: ["", "d", "3", "-1d", "101%", "3d ", "3d\u{301}", "1.5d", "99999d", "3 d", "٣d"])
  func anythingElseIsNoStaleLimit(text: String) {
    #expect(StaleLimit(text) == nil)
  }
}

import Faults
import Foundation
import Model
import Serving
import Testing

/// Nothing that a run leaves or prints holds the token, in any spelling, however the run fails.
struct LeakTests {
  /// Every kind of byte that one encoding or another changes.
  private static let token = "kol~Tok3n/with+all=of%it&<x>\"y"

  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let answers: [FaultScript.Answer]
    var target = FaultScript.Target.everyone
    let status: Int32
    var testDescription: String { name }
  }

  private static let cases: [Case] =
    [
      Case(name: "wrong token", answers: [.init(.code(100), status: 401)], status: 77),
      Case(name: "no permission", answers: [.init(.code(600), status: 403)], status: 77),
      Case(name: "no balance", answers: [.init(.code(601))], status: 77),
      Case(name: "quota", answers: [.init(.code(303), status: 429)], status: 66),
      Case(name: "gone", answers: [.init(.status(404))], status: 69),
      Case(name: "refused", answers: [.init(.code(101))], status: 69),
      Case(name: "wrong id", answers: [.init(.code(400), status: 400)], status: 69),
      Case(name: "redirect", answers: [.init(.named(.redirect))], status: 69),
      Case(
        name: "echo", answers: [.init(.named(.echoToken))], target: .share(millionths: 300_000), status: 75),
      Case(name: "echo in profiles", answers: [.init(.named(.echoTokenInProfile))], status: 0),
    ]
    + Fault.Name.allCases.filter { ![.ok, .redirect, .echoToken, .echoTokenInProfile].contains($0) }.map {
      Case(name: $0.rawValue, answers: [.init(.named($0))], target: .share(millionths: 150_000), status: -1)
    }

  @Test(arguments: cases)
  func theTokenIsNowhere(_ test: Case) async throws {
    var script = FaultScript()
    script.seed = 3
    script.rules = [FaultScript.Rule(test.target, test.answers)]
    let roster =
      try "kols:\n" + (UInt32(0)..<12).map { "  - \(try #require(SandboxKOL.crowdID($0)))\n" }.joined()
    try await SandboxServer.with(token: Self.token, faults: script) { baseURL, log in
      let project = try faultProject(
        baseURL, roster: roster, timeout: ["hang", "trickle"].contains(test.name) ? "2s" : "60s")
      let result = try await Program.run(
        ["build", "--json"], in: project.path, environment: ["KOLSITE_TOKEN": Self.token])
      if test.status >= 0 { #expect(result.status == test.status, "\(result.errors)") }
      #expect([0, 66, 69, 75, 77].contains(result.status), "\(result.errors)")
      if test.target == .share(millionths: 150_000) {
        #expect(log.requests.contains { $0.fault != nil }, "the fault was met")
      }
      #expect(log.requests.allSatisfy { $0.code != 100 || test.name == "wrong token" }, "the token was sent")

      var found = [
        ("standard output", Data(result.output.utf8)), ("standard error", Data(result.errors.utf8)),
      ]
      for (name, bytes) in try project.tree(".").sorted(by: { $0.key < $1.key }) {
        found.append((name, name.hasSuffix(".gz") ? try await unpacked(name, in: project) : bytes))
      }
      #expect(found.contains { $0.0.hasSuffix("run.json") })
      for (name, bytes) in found {
        for (spelling, needle) in Self.spellings {
          #expect(bytes.range(of: needle) == nil, "\(name) holds the token, \(spelling)")
        }
      }
    }
  }

  @Test func theSearchFindsEverySpelling() {
    // As the sandbox's echo spells it.
    let base64 = Data("x?token=\(Self.token)&y".utf8).base64EncodedData()
    #expect(Self.spellings.contains { base64.range(of: $0.needle) != nil })
    #expect(Self.spellings.contains { Data("/?token=\(Self.token)".utf8).range(of: $0.needle) != nil })
    #expect(Set(Self.spellings.map(\.needle)).count == Self.spellings.count)
  }

  private func unpacked(_ name: String, in project: ProjectFolder) async throws -> Data {
    let result = try await Program(shell: "gzip -dc '\(name)'", in: project.path).result()
    #expect(result.status == 0 && !result.output.isEmpty)
    return Data(result.output.utf8)
  }

  /// The token in the encodings that a log, an archive or a page may hold it in, named for a message.
  private static let spellings: [(name: String, needle: Data)] = {
    let bytes = Array(token.utf8)
    let lower = bytes.map { String(format: "%02x", Int($0)) }
    let upper = bytes.map { String(format: "%02X", Int($0)) }
    func percent(_ allowed: String, _ hex: [String]) -> String {
      let plain = CharacterSet(charactersIn: allowed).union(.alphanumerics)
      return zip(token.unicodeScalars, hex).map { plain.contains($0) ? String($0) : "%" + $1 }.joined()
    }
    let json = token.replacingOccurrences(of: "\"", with: "\\\"")
    var html = token
    for (character, name) in [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")] {
      html = html.replacingOccurrences(of: character, with: name)
    }
    let texts: [(String, String)] = [
      ("plain", token), ("percent", percent("", upper)), ("percent", percent("", lower)),
      ("percent", percent("-._~", upper)), ("percent", percent("-._~", lower)),
      ("percent", percent("-._~/+=&", upper)), ("percent", upper.map { "%" + $0 }.joined()),
      ("percent", lower.map { "%" + $0 }.joined()), ("hexadecimal", upper.joined()),
      ("hexadecimal", lower.joined()), ("escaped", lower.map { "\\x" + $0 }.joined()),
      ("percent twice", lower.map { "%25" + $0 }.joined()), ("decimal", bytes.map { "&#\($0);" }.joined()),
      ("decimal, escaped", bytes.map { "&amp;#\($0);" }.joined()),
      ("references", lower.map { "&#x\($0)" }.joined()),
      ("references, escaped", lower.map { "&amp;#x\($0)" }.joined()),
      ("joined", token.unicodeScalars.map(String.init).joined(separator: "\u{200D}")),
      ("split", token.unicodeScalars.map(String.init).joined(separator: "&shy;")),
      ("JSON", json), ("JSON", json.replacingOccurrences(of: "/", with: "\\/")), ("HTML", html),
    ]
    var spellings = texts.map { (name: $0.0, needle: Data($0.1.utf8)) }
    for shift in 0..<3 {
      // The characters that no neighbouring byte changes.
      let encoded = Data([UInt8](repeating: 0, count: shift) + bytes).base64EncodedString()
      let start = (shift * 8 + 5) / 6
      let end = (shift + bytes.count) * 8 / 6
      let core = String(encoded.dropFirst(start).prefix(end - start))
      spellings.append(("base64 at \(shift)", Data(core.utf8)))
      let urlSafe = core.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
      if urlSafe != core { spellings.append(("base64url at \(shift)", Data(urlSafe.utf8))) }
    }
    var seen: Set<Data> = []
    return spellings.filter { seen.insert($0.needle).inserted }
  }()
}

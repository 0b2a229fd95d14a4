import Archiving
import Foundation
import Model
import Testing

/// A name that a stranger wrote is shown as that name in every context, and is never markup.
struct HostileNameTests {
  private static let script = "</title><script>alert(1)</script>{{token}}[x](javascript:alert(1))"
  private static let quote = "\"\u{301} onmouseover=alert(1) x=\"\u{301}"

  /// Builds a site whose KOL has this name, tag and place, from an archive written here.
  private func site(name: String) async throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/roster.yml": "kols:\n  - id: anna\n"
    ])
    let quoted = String(
      decoding: try JSONSerialization.data(withJSONObject: name, options: .fragmentsAllowed),
      as: UTF8.self)
    let body = """
      {"code":0,"data":{"userId":"anna","name":\(quoted),"fansNum":1200,"location":\(quoted),
      "featureTags":[\(quoted)],"redId":\(quoted),"noteSign":{"userId":"1","name":\(quoted)},
      "contentTags":[{"taxonomy1Tag":\(quoted),"taxonomy2Tags":[\(quoted)]}]},
      "recordTime":\(quoted)}
      """
    let day = try #require(CalendarDay("2026-11-22"))
    let journal = try Archive(folder: "\(project.path)/Content/snapshots")
      .openJournal(on: day, timeZone: "Asia/Shanghai")
    try journal.append(
      Reply(
        kolID: try #require(KOLID("anna")), endpoint: .profileV1, parameters: [:],
        fetchedAt: try #require(Timestamp("2026-11-22T01:00:00Z")), environment: "global",
        attempts: 1, body: Array(body.utf8)))
    try journal.seal(failures: [])
    let result = try await Program.run(["build", "--offline", "--as-of", "2026-11-22"], in: project.path)
    #expect(result.status == 0, "\(result.errors)")
    return project
  }

  @Test(arguments: [
    script, quote, "<b>&amp;</b>", "**bold** `code` # h", "{{{kol.name}}}", "\u{E000}t61\u{E001}",
  ])
  func namesAreTextInEveryFile(name: String) async throws {
    let project = try await site(name: name)
    for (path, bytes) in try project.tree("public") where path.hasSuffix(".html") {
      let page = String(decoding: bytes, as: UTF8.self)
      // The only scripts are the site's own two files.
      #expect(!page.contains("<script>") && !page.contains("<script src=\"http"), "\(path)")
      #expect(!page.contains("javascript:alert(1)\""), "\(path)")
      #expect(!page.contains("<b>") && !page.contains("<strong>bold") && !page.contains("<code>code"))
      // A quote that was not escaped would end the attribute, and the rest would be attributes.
      #expect(!attributeNames(in: bytes).contains("onmouseover"), "\(path)")
    }
    let page = try project.text("public/kol/anna/index.html")
    #expect(Array(page.utf8).count > 1_000)
    let json = try #require(
      try JSONSerialization.jsonObject(with: try project.bytes("public/kol/anna/index.json"))
        as? [String: Any])
    #expect((json["name"] as? String).map { Array($0.utf8) } == Array(name.utf8))
  }

  @Test func theVisibleTextIsTheNameItself() async throws {
    let project = try await site(name: Self.script)
    let page = try project.text("public/kol/anna/index.html")
    let escaped =
      "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{token}}[x](javascript:alert(1))"
    #expect(page.contains("<h1>\(escaped)</h1>"))
    #expect(page.contains("<title>\(escaped) · "))
    // In a table, and at a dot of a chart.
    let index = try project.text("public/index.html")
    #expect(index.contains("<bdi>\(escaped)</bdi>"))
    #expect(index.contains("<title>\(escaped) · "))
    let quoted = try await site(name: Self.quote).text("public/kol/anna/index.html")
    #expect(Array(quoted.utf8).contains(subsequence: Array("<title>&quot;\u{301} onmouseover=alert(1)".utf8)))
  }

  @Test func directionOverridesAreDroppedAndControlsToo() async throws {
    let project = try await site(name: "abc\u{202E}fed\u{7}\u{2066}x")
    for (path, bytes) in try project.tree("public") where path.hasSuffix(".html") {
      for forbidden in ["\u{202E}", "\u{7}", "\u{2066}"] {
        #expect(bytes.range(of: Data(forbidden.utf8)) == nil, "\(path)")
      }
    }
  }
}

/// What stands inside tags and outside quotes, as a browser would split it, in one text.
private func attributeNames(in page: Data) -> String {
  var names: [UInt8] = []
  var isInTag = false
  var isQuoted = false
  for byte in page {
    switch byte {
    case UInt8(ascii: "<") where !isInTag: isInTag = true
    case UInt8(ascii: ">") where isInTag && !isQuoted: isInTag = false
    case UInt8(ascii: "\"") where isInTag: isQuoted.toggle()
    default: if isInTag && !isQuoted { names.append(byte) }
    }
  }
  return String(decoding: names, as: UTF8.self)
}

extension Array where Element == UInt8 {
  fileprivate func contains(subsequence: [UInt8]) -> Bool {
    Data(self).range(of: Data(subsequence)) != nil
  }
}

import Foundation
#if canImport(FoundationXML)
  import FoundationXML
#endif
import Serving
import Testing

/// The main job from the roster to the site, over real HTTP.
struct SandboxBuildTests {
  private let seed = "60f2bf8200000000010096d8"
  private let registered = "a00000000000000000000001"

  @Test func theSiteHasEveryPageAndTheRunSaysSo() async throws {
    let project = try sampleProject()
    let result = try await Program.run(["build", "--sandbox", "--json"], in: project.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("Fetching 10 of 10 KOLs\n"))
    #expect(result.errors.contains("  10 of 10 KOLs\n"))
    #expect(!result.errors.contains("error:"))

    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(report?["status"] as? Int == 0)
    #expect((report?["fetch"] as? [String: Any])?["charged"] as? Int == 10)
    #expect(try project.text(".kolsite/run.json") == result.output)

    let site = try project.tree("public")
    var expected = Set([
      "manifest.json", "data/readings.csv", "data/days.csv", "data/roster.zh.js", "data/roster.en.js",
    ])
    for folder in ["", "en/"] {
      expected.insert("\(folder)index.html")
      for page in [
        "about/index.html", "archive/index.html", "methodology/index.html", "changes/index.html",
        "changes/feed.xml",
        "changes/feed.json", "compare/index.html", "group/synthetic/index.html", "group/2026-q4/index.html",
        "group/published/index.html", "basket/2026-q4-shortlist/index.html",
      ] {
        expected.insert(folder + page)
      }
      for kol in SandboxKOL.all { expected.insert("\(folder)kol/\(kol.id)/index.html") }
    }
    for kol in SandboxKOL.all { expected.insert("kol/\(kol.id)/index.json") }
    let assets = site.keys.filter { $0.hasPrefix("assets/") }
    #expect(assets.filter { $0.hasSuffix(".css") }.count == 1)
    #expect(assets.filter { $0.hasPrefix("assets/avatars/") }.count == SandboxKOL.synthetic.count)
    #expect(assets.count == 3 + SandboxKOL.synthetic.count)
    // The charts, each beside its page.
    let charts = site.keys.filter { $0.hasSuffix(".svg") }
    #expect(charts.contains("kol/\(seed)/standing.svg") && charts.contains("en/distribution-followers.svg"))
    for chart in charts {
      let parser = XMLParser(data: try #require(site[chart]))
      #expect(parser.parse(), "\(chart)")
    }
    #expect(Set(site.keys) == expected.union(assets).union(charts))
  }

  @Test func thePublishedRepliesAreOnTheirPages() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)

    let seedPage = try project.text("public/en/kol/\(seed)/index.html")
    #expect(seedPage.contains("西文麻麻☀"))
    #expect(seedPage.contains("8,418"))
    #expect(seedPage.contains("158,175"))
    // What the platform did not supply says so and is no zero: no table cell, card or chart has a 0 but the folded
    // table of the reply itself.
    let fields = try #require(seedPage.range(of: "class=\"all-fields\""))
    let report = seedPage[..<fields.lowerBound]
    #expect(report.contains("not supplied"))
    #expect(!report.contains(">0<"))
    #expect(!report.contains("¥0"))
    let seedJSON =
      try JSONSerialization.jsonObject(
        with: try project.bytes("public/kol/\(seed)/index.json")) as? [String: Any]
    let metrics = try #require(seedJSON?["metrics"] as? [[String: Any]])
    #expect(!metrics.contains { ($0["value"] as? NSNumber)?.doubleValue == 0 })

    let page = try project.text("public/en/kol/\(registered)/index.html")
    for text in ["¥180", "2,031", "1,471", "¥1.98", "Picture note quote ÷ Median interactions"] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func aSecondRunAsksForNothingAndChangesNothing() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    let before = try project.tree("public")
    let result = try await Program.run(["build", "--sandbox", "--json"], in: project.path)
    #expect(result.status == 0)
    #expect(result.output.contains("\"calls\" : 0"))
    #expect(try project.tree("public") == before)
  }

  @Test func theBytesDependOnNoLocaleAndNoTimeZone() async throws {
    let one = try sampleProject()
    let other = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: one.path).status == 0)
    let german = ["LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Kiritimati"]
    #expect(try await Program.run(["build", "--sandbox"], in: other.path, environment: german).status == 0)
    #expect(try one.tree("public") == other.tree("public"))
    let day = "Content/snapshots/date=2026-11-22"
    #expect(
      Set(try one.tree(day).keys.map { $0.replacing(/-r[0-9a-f]{16}/, with: "") }) == [
        "part-0000.jsonl.gz", "manifest.json", "avatars.jsonl",
      ])
    #expect(try one.tree(day) == other.tree(day))
  }

  @Test func aPastDayIsRenderedAgainByteForByte() async throws {
    let project = try sampleProject()
    for day in ["2026-11-19", "2026-11-20"] {
      #expect(
        try await Program.run(["build", "--sandbox", "--as-of", day], in: project.path).status == 0)
      try FileManager.default.copyItem(
        atPath: "\(project.path)/public", toPath: "\(project.path)/site-of-\(day)")
    }
    let again = try await Program.run(
      ["build", "--as-of", "2026-11-19", "--output", "again"], in: project.path)
    #expect(again.status == 0)
    #expect(try project.tree("again") == project.tree("site-of-2026-11-19"))
  }

  @Test func theSettingsAddressIsAskedWithTheTokenOfTheEnvironment() async throws {
    let project = try sampleProject()
    try await SandboxServer.with(token: "s3cret+/=&%#") { baseURL, log in
      try project.write(
        "api:\n  baseURL: \(baseURL)\n  endpoint: profile-v2\n  requestsPerSecond: 50\n",
        to: "Content/site.yml")
      let result = try await Program.run(
        ["build"], in: project.path, environment: ["KOLSITE_TOKEN": "s3cret+/=&%#"])
      #expect(result.status == 0)
      #expect(log.requests.count == 10)
      #expect(!result.errors.contains("s3cret"))
      for (name, bytes) in try project.tree("") {
        #expect(bytes.range(of: Data("s3cret".utf8)) == nil, "\(name)")
      }
    }
  }
}

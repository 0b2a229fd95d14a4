import Archiving
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif
import Model
import Serving
import Testing

/// The archive's commands and pages, as a user meets them.
struct ArchiveCommandTests {
  @Test func theArchiveCanBeListedShownComparedAndExported() async throws {
    let project = try await sampleArchive()
    let list = try await Program.run(["archive", "list", "--json"], in: project.path)
    #expect(list.status == 0)
    let days = try #require(try object(list.output)["days"] as? [[String: Any]])
    #expect(days.map { $0["kols"] as? Int } == [7, 7, 10])

    let id = "c0ffee000000000000000006"
    let shown = try await Program.run(["archive", "show", "latest", id, "--json"], in: project.path)
    let line = try object(shown.output)
    #expect(line["kolId"] as? String == id)
    let missing = try await Program.run(["archive", "show", "2020-01-01"], in: project.path)
    #expect(missing.status == 66)
    #expect(missing.errors.contains("the nearest day is"))

    let diff = try await Program.run(["archive", "diff", "-40d", "latest", "--json"], in: project.path)
    let changes = try #require(try object(diff.output)["changes"] as? [[String: Any]])
    #expect(
      changes.contains {
        $0["id"] as? String == id && $0["kind"] as? String == "price"
          && $0["field"] as? String == "picturePrice"
      })
    let older = changes.filter { $0["id"] as? String == "a00000000000000000000001" }
    #expect(!older.isEmpty && older.allSatisfy { $0["dataDay"] as? String == "2025-12-08" })
    #expect(changes.contains { $0["dataDay"] == nil })
    let markdown = try await Program.run(["archive", "diff", "--markdown"], in: project.path)
    #expect(markdown.output.contains("| KOL | Change |"))

    for format in ["csv", "wide", "jsonl"] {
      let first = try await Program.run(["archive", "export", "--format", format], in: project.path)
      #expect(first.status == 0 && !first.output.isEmpty)
      // The published example is as old as it is, whenever the sandbox answers with it.
      let rows = first.output.split(whereSeparator: \.isNewline)
      let examples = rows.filter { $0.contains("a00000000000000000000001") }
      #expect(!examples.isEmpty && examples.allSatisfy { $0.contains("2025-12-08") }, "\(format)")
      #expect(rows.contains { $0.contains(id) && !$0.contains("2025-12-08") })
      let file = try await Program.run(
        ["archive", "export", "--format", format, "--output", "out"], in: project.path)
      #expect(file.status == 0)
      #expect(try project.text("out") == first.output)
    }
    let workbook = try await Program.run(
      ["archive", "export", "--format", "xlsx", "--output", "out.xlsx"], in: project.path)
    #expect(workbook.status == 0, "\(workbook.errors)")
    #expect(try project.bytes("out.xlsx").starts(with: Data("PK".utf8)))
    let nowhere = try await Program.run(
      ["archive", "export", "--format", "xlsx", "--output", "no/where.xlsx"], in: project.path)
    #expect(nowhere.status == 74)
    for (target, format) in [("Content", "csv"), ("/dev/null", "csv"), ("/dev/full", "xlsx")] {
      let refused = try await Program.run(
        ["archive", "export", "--format", format, "--output", target], in: project.path)
      #expect(refused.status == 64, "\(target)")
    }
    let full = try await Program(
      shell: "'\(try Program.path)' archive export > /dev/full", in: project.path
    ).result()
    #expect(full.status == 74, "\(full.errors)")
  }

  @Test func pruningTellsWhyAndKeepsPins() async throws {
    let project = try await sampleArchive()
    let nothing = try await Program.run(["archive", "prune"], in: project.path)
    #expect(nothing.status == 64)
    let pin = try await Program.run(
      ["archive", "pin", "2026-10-13", "--reason", "the winter pack"], in: project.path)
    #expect(pin.status == 0, "\(pin.errors)")
    let before = try project.tree("Content/snapshots")
    let trial = try await Program.run(
      ["archive", "prune", "--keep-last", "1", "--dry-run"], in: project.path)
    #expect(trial.output.contains("keep   2026-10-13  pinned: the winter pack"))
    #expect(trial.output.contains("remove 2026-11-21"))
    #expect(try project.tree("Content/snapshots").keys.sorted() == before.keys.sorted())
    // While it is read, nothing is removed.
    do {
      let reading = try Archive(folder: project.path + "/Content/snapshots").lockForReading()
      let busy = try await Program.run(["archive", "prune", "--keep-last", "1"], in: project.path)
      #expect(busy.status == 74 && busy.errors.contains("holds the lock"))
      #expect(try project.tree("Content/snapshots").filter { !$0.key.hasPrefix(".kolsite/") } == before)
      withExtendedLifetime(reading) {}
    }
    let prune = try await Program.run(["archive", "prune", "--keep-last", "1"], in: project.path)
    #expect(prune.status == 0)
    #expect(try project.tree("Content/snapshots/date=2026-11-21").keys.allSatisfy { !$0.hasPrefix("part-") })
    #expect(try await Program.run(["archive", "verify"], in: project.path).status == 0)
  }

  @Test func aSiteKeepsCopiesOfDaysAndLinksBetweenThem() async throws {
    let project = try await sampleArchive()
    let settings = try project.text("Content/site.yml").replacing("sites: month-ends", with: "sites: all")
    try project.write(settings, to: "Content/site.yml")
    let build = try await Program.run(
      ["build", "--offline", "--as-of", "2026-11-22", "--allow-shrink"], in: project.path)
    #expect(build.status == 0, "\(build.errors)")
    let site = try project.tree("public")
    let kol = "kol/c0ffee000000000000000001/index.html"
    for copy in ["2026-10-13", "2026-11-21"] {
      #expect(site["archive/\(copy)/index.html"] != nil)
      let page = String(decoding: try #require(site["archive/\(copy)/en/\(kol)"]), as: UTF8.self)
      #expect(page.contains("href=\"../../../../../en/\(kol)\""))
      #expect(page.contains("<time>\(copy)</time></aside>"))
      #expect(page.contains("href=\"../../../../../assets/"))
    }
    let page = String(decoding: try #require(site["en/\(kol)"]), as: UTF8.self)
    #expect(page.contains("href=\"../../../archive/2026-10-13/en/\(kol)\""))
    // The copies share the assets of the site.
    #expect(site.keys.filter { $0.contains("assets/") }.allSatisfy { $0.hasPrefix("assets/") })
    #expect(site.keys.filter { $0.hasSuffix(".css") }.count == 1)
    let archive = String(decoding: try #require(site["en/archive/index.html"]), as: UTF8.self)
    #expect(archive.contains("href=\"../../archive/2026-11-21/en/index.html\""))

    // A copy has the numbers that the site of that day had.
    let then = try await Program.run(
      ["build", "--offline", "--as-of", "2026-11-21", "--output", "then"], in: project.path)
    #expect([0, 75].contains(then.status))
    // It is deeper, has the site's pictures, and offers no charts as files.
    func main(_ bytes: Data?) throws -> Substring {
      let text = String(decoding: try #require(bytes), as: UTF8.self)
        .replacing("\"../../../../assets/avatars/", with: "\"../../assets/avatars/")
        .replacing(#/ <a class="download"[^>]*>[^<]*</a>/#, with: "")
      let start = try #require(text.range(of: "<main")).lowerBound
      return text[start..<(try #require(text.range(of: "</main>")).upperBound)]
    }
    #expect(try main(site["archive/2026-11-21/\(kol)"]) == main(try project.tree("then")[kol]))
  }

  @Test func theFeedsHaveTheChanges() async throws {
    let project = try await sampleArchive()
    let site = try project.tree("public")
    let delegate = EntryCounter()
    let parser = XMLParser(data: try #require(site["en/changes/feed.xml"]))
    parser.delegate = delegate
    #expect(parser.parse())
    #expect(delegate.ids.count == 1 + 2 && Set(delegate.ids).count == delegate.ids.count)
    let feed = try object(String(decoding: try #require(site["changes/feed.json"]), as: UTF8.self))
    let items = try #require(feed["items"] as? [[String: Any]])
    #expect(items.count == 2)
    #expect((items[1]["content_html"] as? String)?.contains("¥") == true)
    let page = String(decoding: try #require(site["en/changes/index.html"]), as: UTF8.self)
    #expect(page.contains("Picture note quote: ¥"))
    #expect(page.contains("type=\"application/atom+xml\" href=\"../../en/changes/feed.xml\""))
  }

  /// A limit on the size of files stands for a full disk; the journal of ten replies does not fit, nor does its part.
  @Test(arguments: [8, 40])
  func aDiskThatIsFullEndsTheRunAndLosesNothing(blocks: Int) async throws {
    let project = try sampleProject()
    let limited = try await Program(
      shell: "ulimit -f \(blocks); exec '\(try Program.path)' fetch --sandbox", in: project.path
    ).result()
    #expect(limited.status == 74, "\(limited.errors)")
    #expect(limited.errors.contains("error: cannot write"))
    let found = try await Archive(folder: project.path + "/Content/snapshots").verify()
    #expect(found.problems == [])
    let kept = try Archive(folder: project.path + "/Content/snapshots").repliedIDs(on: Sandbox.demoDay).count
    #expect(kept > 0)
    let again = try await Program.run(["fetch", "--sandbox", "--json"], in: project.path)
    #expect(again.status == 0, "\(again.errors)")
    let fetch = try #require(try object(again.output)["fetch"] as? [String: Any])
    #expect(fetch["calls"] as? Int == 10 - kept)
    #expect(try await Program.run(["archive", "verify"], in: project.path).status == 0)
  }

  /// Three days, of which the first is 40 days before the last.
  private func sampleArchive() async throws -> ProjectFolder {
    let project = try sampleProject()
    for (day, only) in [("2026-10-13", true), ("2026-11-21", true), ("2026-11-22", false)] {
      let result = try await Program.run(
        ["build", "--sandbox", "--as-of", day] + (only ? ["--only", "synthetic"] : []), in: project.path)
      #expect([0, 75].contains(result.status), "\(result.errors)")
    }
    return project
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}

private final class EntryCounter: NSObject, XMLParserDelegate {
  private(set) var ids: [String] = []
  private var isID = false

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    isID = name == "id"
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if isID { ids.append(text) }
    isID = false
  }
}

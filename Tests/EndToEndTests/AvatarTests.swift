import Archiving
import Foundation
import Model
import Serving
import Testing

/// Pictures come with the profiles, stay with the archive, and never cost a build.
struct AvatarTests {
  private static let steady = "c0ffee000000000000000001"
  private static let published = "60f2bf8200000000010096d8"

  /// What the run's report says of pictures and of calls.
  private func counts(_ project: ProjectFolder) throws -> (avatars: [String: Int]?, calls: Int?) {
    let report =
      try JSONSerialization.jsonObject(with: try project.bytes(".kolsite/run.json")) as? [String: Any]
    return (
      report?["avatars"] as? [String: Int], (report?["fetch"] as? [String: Any])?["calls"] as? Int
    )
  }

  private func pictures(in project: ProjectFolder, _ site: String = "public") throws -> [String: Data] {
    try project.tree("\(site)/assets/avatars")
  }

  @Test func theSyntheticKOLsHavePicturesOfTheSiteAndTheOthersInitials() async throws {
    let project = try sampleProject()
    let result = try await Program.run(["build", "--sandbox"], in: project.path)
    #expect(result.status == 0)
    #expect(result.errors.contains("Mirroring 7 pictures\n"))
    #expect(!result.errors.contains("warning:"))
    let counts = try counts(project)
    #expect(counts.avatars == ["due": 7, "mirrored": 7, "failed": 0, "left": 0])
    #expect(counts.calls == 10)

    let pictures = try pictures(in: project)
    #expect(pictures.count == 7)
    #expect(pictures == (try project.tree("Content/snapshots/avatars")))
    for (folder, up) in [("", "../../"), ("en/", "../../../")] {
      let page = try project.text("public/\(folder)kol/\(Self.steady)/index.html")
      let name = try #require(
        page.split(separator: "<img class=\"avatar\" src=\"\(up)assets/avatars/").dropFirst().first?
          .split(separator: "\"").first)
      #expect(pictures[String(name)] != nil)
      #expect(
        page.contains(
          "\(name)\" alt=\"\" width=\"120\" height=\"120\" loading=\"lazy\" decoding=\"async\">"))
      #expect(!page.contains("=\"https://sandbox.invalid"))
      let other = try project.text("public/\(folder)kol/\(Self.published)/index.html")
      #expect(!other.contains("<img") && other.contains("class=\"initial"))
    }
    let manifest = try project.text("public/manifest.json")
    for name in pictures.keys { #expect(manifest.contains("\"path\": \"assets/avatars/\(name)\"")) }
  }

  @Test func aRebuildAsksForNoPictureAndHasTheSameBytes() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    let site = try project.tree("public")
    let archive = try project.tree("Content/snapshots")
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    #expect(try counts(project).avatars == nil)
    let offline = ["build", "--offline", "--as-of", "2026-11-22", "--output", "again"]
    #expect(try await Program.run(offline, in: project.path).status == 0)
    #expect(try project.tree("again") == site)
    #expect(try project.tree("public") == site)
    #expect(try project.tree("Content/snapshots") == archive)
  }

  @Test func aDayBeforeThePicturesIsStillWithoutThem() async throws {
    let project = try sampleProject()
    let site = try project.text("Content/site.yml")
    try project.write(site + "\navatars: initials\n", to: "Content/site.yml")
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-20"], in: project.path).status == 0)
    #expect(try pictures(in: project).isEmpty)
    #expect(try counts(project).avatars == nil)
    let before = try project.tree("public")
    try project.write(site, to: "Content/site.yml")
    #expect(
      try await Program.run(["build", "--sandbox", "--as-of", "2026-11-21"], in: project.path).status == 0)
    #expect(try pictures(in: project).count == 7)
    let again = ["build", "--as-of", "2026-11-20", "--output", "again"]
    #expect(try await Program.run(again, in: project.path).status == 0)
    #expect(try project.tree("again") == before)
    // With the setting the pictures that are there are not shown either.
    try project.write(site + "\navatars: initials\n", to: "Content/site.yml")
    let plain = ["build", "--as-of", "2026-11-21", "--output", "plain"]
    #expect(try await Program.run(plain, in: project.path).status == 0)
    #expect(try pictures(in: project, "plain").isEmpty)
  }

  @Test func aPictureThatHasRottenIsAnInitialAndAFetchBringsItBack() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    let site = try project.tree("public")
    for name in try pictures(in: project).keys {
      try project.write("<svg onload=alert(1)/>", to: "Content/snapshots/avatars/\(name)")
    }
    #expect(
      try await Program.run(["build", "--offline", "--as-of", "2026-11-22"], in: project.path).status == 0)
    #expect(try pictures(in: project).isEmpty)
    #expect(try project.text("public/kol/\(Self.steady)/index.html").contains("class=\"initial"))
    #expect(try await Program.run(["build", "--sandbox"], in: project.path).status == 0)
    #expect(try project.tree("public") == site)
  }

  /// A project whose one KOL was fetched today and names this picture.
  private func project(_ baseURL: String, picture: String) throws -> ProjectFolder {
    let project = try ProjectFolder(files: [
      "Content/site.yml": "api: {baseURL: \"\(baseURL)\"}\n",
      "Content/roster.yml": "kols:\n  - id: anna\n    refresh: 7d\n",
    ])
    let now = Int(Date().timeIntervalSince1970)
    let quoted = String(
      decoding: try JSONSerialization.data(withJSONObject: picture, options: .fragmentsAllowed), as: UTF8.self
    )
    let journal = try Archive(folder: "\(project.path)/Content/snapshots").openJournal(
      on: CalendarDay(daysSinceEpoch: (now + 8 * 3_600) / 86_400), timeZone: "Asia/Shanghai")
    try journal.append(
      Reply(
        kolID: try #require(KOLID("anna")), endpoint: .profileV1, parameters: [:],
        fetchedAt: Timestamp(secondsSinceEpoch: now), environment: "custom", attempts: 1,
        body: Array(#"{"code":0,"data":{"userId":"anna","name":"Anna","headPhoto":\#(quoted)}}"#.utf8)))
    try journal.seal(failures: [])
    return project
  }

  private let token = ["KOLSITE_TOKEN": "s3cret-t0ken"]

  @Test func aPictureThatIsNotThereIsOneWarningAndIsAskedForTomorrow() async throws {
    try await SandboxServer.with { baseURL, log in
      let project = try project(baseURL, picture: "https://sandbox.invalid/avatars/anna.svg?secret=1")
      let result = try await Program.run(["build"], in: project.path, environment: token)
      #expect(result.status == 0)
      #expect(
        result.errors.contains(
          "warning: 1 of 1 pictures could not be mirrored "
            + "(first: KOL anna: the server did not answer with a picture)\n"))
      #expect(!result.errors.contains("secret=1") && !result.errors.contains("sandbox.invalid"))
      #expect(try counts(project).avatars == ["due": 1, "mirrored": 0, "failed": 1, "left": 0])
      #expect(try project.text("public/kol/anna/index.html").contains("class=\"initial"))
      let again = try await Program.run(["build"], in: project.path, environment: token)
      #expect(again.status == 0)
      #expect(!again.errors.contains("pictures"))
      #expect(log.requests.map(\.status) == [404])
    }
  }

  @Test(arguments: [
    "https://sns-avatar-qc.xhscdn.com/a.jpg", "http://127.0.0.1:9/a.png", "file:///etc/passwd",
    "javascript:alert(1)", "\" onerror=\"alert(1)", "https://sandbox.invalid@127.0.0.1/", "\u{301}",
  ])
  func whatIsNotTheSandboxsIsLeftAloneAndNoPageUsesIt(_ picture: String) async throws {
    try await SandboxServer.with { baseURL, _ in
      let project = try project(baseURL, picture: picture)
      let result = try await Program.run(["build"], in: project.path, environment: token)
      #expect(result.status == 0)
      #expect(!result.errors.contains("pictures"))
      #expect(try counts(project).avatars == nil)
      for (name, bytes) in try project.tree("public") where picture != "\u{301}" {
        // Among the fields of the reply it stands as text; no attribute has it.
        #expect(bytes.range(of: Data("=\"\(picture)".utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func aPictureThatHoldsTheTokenIsNotShownAndCostsNoBuild() async throws {
    let address = "https://sandbox.invalid/avatars/anna.svg"
    let project = try project("http://127.0.0.1:9", picture: address)
    let day = CalendarDay(daysSinceEpoch: (Int(Date().timeIntervalSince1970) + 8 * 3_600) / 86_400)
    let store = try AvatarStore(of: Archive(folder: "\(project.path)/Content/snapshots"), upTo: day)
    var writer = try AvatarWriter(store, of: nil, on: day)
    let png: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
      + [0, 0, 0, 64, 0, 0, 0, 64, 8, 6, 0, 0, 0]
    let anna = AvatarSource(kolID: try #require(KOLID("anna")), address: address)
    let problem = try writer.keep(png + Array("s3cret-t0ken".utf8), for: [anna])
    #expect(problem == nil)
    try writer.save()
    let result = try await Program.run(["build", "--offline"], in: project.path, environment: token)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try pictures(in: project).isEmpty)
    #expect(try project.text("public/kol/anna/index.html").contains("class=\"initial"))
    // Without a token there is none to hide, and the picture is like any other.
    #expect(try await Program.run(["build", "--offline"], in: project.path).status == 0)
    #expect(try pictures(in: project).count == 1)
  }

  @Test func aPictureThatHoldsTheTokenIsNotKept() async throws {
    // What a PNG begins with, without the bytes that do not show.
    let token = "PNGIHDRxx"
    try await SandboxServer.with(token: token) { baseURL, _ in
      let project = try project(baseURL, picture: "https://sandbox.invalid/avatars/\(Self.steady).svg")
      let result = try await Program.run(["build"], in: project.path, environment: ["KOLSITE_TOKEN": token])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("(first: KOL anna: it holds the API token)\n"))
      #expect(try project.tree("Content/snapshots/avatars").filter { $0.key.hasSuffix(".png") }.isEmpty)
      #expect(try project.text("public/kol/anna/index.html").contains("class=\"initial"))
    }
  }

  @Test func aFetchAloneMirrorsToo() async throws {
    let project = try sampleProject()
    #expect(try await Program.run(["fetch", "--sandbox"], in: project.path).status == 0)
    #expect(try counts(project).avatars?["mirrored"] == 7)
    #expect(try project.tree("Content/snapshots/avatars").count == 7)
  }
}

import Foundation
import Model
import Serving
import Testing

/// What a day's archive gives, on that day and ever after.
struct TimeTravelTests {
  @Test func aDayIsRenderedAgainByteForByte() async throws {
    let project = try sampleProject()
    var sites: [(day: CalendarDay, files: [String: Data])] = []
    for offset in [-9, -3, -2, -1, 0] {
      let day = Sandbox.demoDay.advanced(by: offset)
      let result = try await Program.run(
        ["build", "--sandbox", "--as-of", day.description, "--allow-shrink"], in: project.path)
      #expect([0, 75].contains(result.status), "\(result.errors)")
      sites.append((day, try project.tree("public")))
    }
    for (day, files) in sites {
      // With the index that is there, and without one.
      for keepsIndex in [true, false] {
        if !keepsIndex { try FileManager.default.removeItem(atPath: project.path + "/.kolsite/index") }
        let result = try await Program.run(
          ["build", "--offline", "--as-of", day.description, "--output", "then"], in: project.path)
        #expect([0, 75].contains(result.status), "\(result.errors)")
        #expect(try project.tree("then") == files, "\(day)")
        try FileManager.default.removeItem(atPath: project.path + "/then")
      }
    }
  }

  @Test func aDamagedPartStopsABuildUnlessItMayBeSkipped() async throws {
    let project = try sampleProject()
    for offset in [-2, -1, 0] {
      let day = Sandbox.demoDay.advanced(by: offset)
      _ = try await Program.run(["build", "--sandbox", "--as-of", day.description], in: project.path)
    }
    let before = try project.tree("public")
    let damaged = Sandbox.demoDay.advanced(by: -1)
    let folder = "Content/snapshots/date=\(damaged)"
    let part = try #require(
      try project.tree(folder).keys.first { $0.hasPrefix("part-") }.map { "\(folder)/\($0)" })
    var bytes = [UInt8](try project.bytes(part))
    bytes[100] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: "\(project.path)/\(part)"))

    let verify = try await Program.run(["archive", "verify"], in: project.path)
    #expect(verify.status == 74)
    #expect(verify.errors.contains("\(part): error: damaged: its SHA-256 is"))
    let asOf = ["build", "--offline", "--as-of", "\(Sandbox.demoDay)"]
    let refused = try await Program.run(asOf, in: project.path)
    #expect(refused.status == 74)
    #expect(refused.errors.contains(part))
    #expect(try project.tree("public") == before)

    let skipped = try await Program.run(asOf + ["--skip-damaged"], in: project.path)
    #expect(skipped.status == 0, "\(skipped.errors)")
    for page in ["index.html", "kol/c0ffee000000000000000001/index.html"] {
      #expect(try project.text("public/en/\(page)").contains("could not be read: \(damaged)"))
      #expect(try project.text("public/\(page)").contains("无法读取：\(damaged)"))
    }
    #expect(
      try project.text("public/en/kol/c0ffee000000000000000001/index.html")
        .contains("could not be read from the archive"))
  }

  @Test func aClockThatRunsBackwardsIsRefused() async throws {
    let project = try sampleProject()
    let build = try await Program.run(["build", "--sandbox", "--as-of", "2999-01-01"], in: project.path)
    #expect(build.status == 0, "\(build.errors)")
    for arguments in [["build", "--offline"], ["fetch"], ["plan"]] {
      let result = try await Program.run(
        arguments, in: project.path, environment: ["KOLSITE_TOKEN": "kolsite-sandbox"])
      #expect(result.status == 74)
      #expect(
        result.errors.contains(
          "the archive has a snapshot of 2999-01-01, and this machine says that today is"))
      #expect(
        result.errors.contains(
          "a wrong one made Content/snapshots/date=2999-01-01: "
            + "rm -r Content/snapshots/date=2999-01-01 removes what was fetched then"))
    }
    let future = try await Program.run(["fetch", "--date", "2998-01-01"], in: project.path)
    #expect(future.status == 64)
    // With many days to come it is the machine's clock that is wrong, and none of them is offered for removal.
    for day in ["2999-01-02", "2999-01-03", "2999-01-04"] {
      _ = try await Program.run(["fetch", "--sandbox", "--as-of", day], in: project.path)
    }
    let many = try await Program.run(["build", "--offline"], in: project.path)
    #expect(many.status == 74 && !many.errors.contains("rm -r"))
  }

  @Test func aDayThatIsALinkIsRefusedByEveryone() async throws {
    let project = try sampleProject()
    for day in ["2026-11-20", "2026-11-21"] {
      _ = try await Program.run(["fetch", "--sandbox", "--as-of", day], in: project.path)
    }
    let folder = "Content/snapshots/date=2026-11-20"
    let moved = try await Program(
      shell: "mv \(folder) kept && ln -s ../../kept \(folder)", in: project.path
    ).result()
    #expect(moved.status == 0)
    for arguments in [
      ["build", "--offline", "--as-of", "2026-11-21"],
      ["build", "--offline", "--as-of", "2026-11-21", "--skip-damaged"],
      ["fetch", "--sandbox", "--as-of", "2026-11-22"], ["archive", "verify"], ["archive", "list"],
    ] {
      let result = try await Program.run(arguments, in: project.path)
      #expect(result.status == 74, "\(arguments)")
      #expect(result.errors.contains("\(folder): error: a symbolic link in place of a day's folder"))
    }
    #expect(try project.tree("Content/snapshots").keys.allSatisfy { !$0.contains("2026-11-22") })
    // A site of a day before it does not need it.
    let earlier = try await Program.run(["build", "--offline", "--as-of", "2026-11-19"], in: project.path)
    #expect(earlier.status == 66)
  }

  @Test func aMissedDayCanBeFiledLaterAndSaysSo() async throws {
    try await SandboxServer.with { baseURL, _ in
      let project = try faultProject(baseURL, roster: "kols:\n  - c0ffee000000000000000001\n")
      let token = ["KOLSITE_TOKEN": Sandbox.token]
      let result = try await Program.run(
        ["build", "--date", "2026-11-20"], in: project.path, environment: token)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("filed under 2026-11-20"))
      #expect(
        try project.tree("Content/snapshots").keys.contains { $0.hasPrefix("date=2026-11-20/manifest-r") })
      let page = try project.text("public/en/kol/c0ffee000000000000000001/index.html")
      #expect(page.contains("after the day that they are filed under"))
    }
  }
}

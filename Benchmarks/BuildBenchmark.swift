import Baselines
import Foundation

/// How long a site takes from an archive whose index is there, beside a plain write of the very same files by two
/// threads: medians of runs that take turns, in memory where there is a folder for that.
struct BuildBenchmark {
  let kolsite: String
  /// Whether a twentieth of the KOLs will do, to try the benchmark itself.
  let isSmall: Bool

  func run() async throws {
    print(
      "build: medians of \(Self.rounds) builds of a site that is not there yet, the archive's index being there"
    )
    try await measureLargeSite()
    try await measureTimePerKOL()
    try await measureSmallSite()
  }

  private static let rounds = 3

  // MARK: What is measured

  private func measureLargeSite() async throws {
    // The site and its copy.
    let folder = MadeSite.folder(pages: size(10_000) * 2)
    let site = try makeSite(kols: size(10_000), days: 90, languages: ["en"], in: folder)
    print("  \(site.name), in \(folder)")
    print("    with the index, which is made now: \(rounded(try await build(site).seconds)) s")
    var builds: [Program.Usage] = []
    var writes: [Double] = []
    for _ in 0..<Self.rounds {
      builds.append(try await build(site))
      writes.append(try writePlainly(site))
    }
    try tell(site, builds, memoryLimit: 150)
    let (time, floor) = (median(builds.map(\.seconds)), median(writes))
    print("    written plainly in \(rounded(floor)) s: ratio \(rounded(time / floor)) (at most 9)")
    try await measureSecondCore(site)
  }

  private func measureSecondCore(_ site: MadeSite) async throws {
    let taskset = "/usr/bin/taskset"
    guard FileManager.default.isExecutableFile(atPath: taskset),
      ProcessInfo.processInfo.activeProcessorCount > 1
    else {
      print("    one core and two: left out, because there is no \(taskset) or no second core")
      return
    }
    var times: [[Double]] = [[], []]
    for _ in 0..<Self.rounds {
      for (number, cores) in ["0", "0,1"].enumerated() {
        times[number].append(try await build(site, launcher: [taskset, "-c", cores]).seconds)
      }
    }
    let (one, two) = (median(times[0]), median(times[1]))
    print("    one core \(rounded(one)) s, two \(rounded(two)) s: ratio \(rounded(one / two)) (at least 1.7)")
  }

  private func measureTimePerKOL() async throws {
    let folder = MadeSite.folder(pages: size(110_000))
    let sites = try [10_000, 100_000].map {
      try makeSite(kols: size($0), days: 5, languages: ["en"], in: folder)
    }
    for site in sites { _ = try await build(site) }
    var builds: [[Program.Usage]] = [[], []]
    for _ in 0..<Self.rounds {
      for (number, site) in sites.enumerated() { builds[number].append(try await build(site)) }
    }
    for (site, builds) in zip(sites, builds) {
      print("  \(site.name), in \(folder)")
      try tell(site, builds, memoryLimit: site.kols == sites.last?.kols ? 400 : nil)
    }
    let times = zip(sites, builds).map { site, builds in median(builds.map(\.seconds)) / Double(site.kols) }
    print("    time per KOL, to that of a tenth of them: ratio \(rounded(times[1] / times[0])) (at most 1.1)")
  }

  private func measureSmallSite() async throws {
    let folder = MadeSite.folder(pages: 80)
    let site = try makeSite(kols: 40, days: 90, languages: ["zh", "en"], in: folder)
    print("  \(site.name), in \(folder)")
    _ = try await build(site)
    var builds: [Program.Usage] = []
    for _ in 0..<3 * Self.rounds { builds.append(try await build(site)) }
    try tell(site, builds, timeLimit: 0.2)
  }

  // MARK: One run

  private func size(_ kols: Int) -> Int { isSmall ? kols / 20 : kols }

  private func makeSite(kols: Int, days: Int, languages: [String], in folder: String) throws -> MadeSite {
    try MadeSite(kols: kols, days: days, languages: languages, in: folder)
  }

  private func build(_ site: MadeSite, launcher: [String] = []) async throws -> Program.Usage {
    try await site.build(with: kolsite, launcher: launcher)
  }

  private func writePlainly(_ site: MadeSite) throws -> Double {
    let copy = "\(site.project.path)/plain"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let time = baseline_write_site(site.folder, copy, 2)
    guard time > 0 else { throw Failure("the site could not be written plainly") }
    return time
  }

  private func tell(
    _ site: MadeSite, _ builds: [Program.Usage], timeLimit: Double? = nil, memoryLimit: Int? = nil
  ) throws {
    func bound(_ limit: (some Any)?) -> String { limit.map { " (at most \($0))" } ?? "" }
    let size = try site.size()
    print(
      "    \(rounded(median(builds.map(\.seconds)))) s\(bound(timeLimit)),"
        + " \(rounded(median(builds.map(\.processorSeconds)))) s of all processors,"
        + " \(Int(median(builds.map { Double($0.peakMemory) })) / 1_000_000) MB of memory\(bound(memoryLimit));"
        + " \(size.files) files, \(rounded(Double(size.bytes) / 1e6)) MB")
  }
}

import Faults
import Model
import Serving

/// A large roster and a bad day: 5 % of the KOLs meet a fault of some kind.
///
/// In the end everyone is fresh or explained, the server's count of calls is the report's, no more calls were
/// made than a run may make, and no reply stays in memory.
struct Soak {
  let kolsite: String

  private static let sizes = [2_500, 10_000]
  /// How many MiB the peak may grow for 7,500 KOLs more: the ids and their places are kept, the replies are not,
  /// which would be 35 MiB.
  private static let growth = 20

  private static let faults: [[FaultScript.Answer]] = [
    [.init(.code(301)), .init(.code(301)), .init(.ok)], [.init(.code(500), status: 500)],
    [.init(.named(.reset)), .init(.ok)], [.init(.named(.truncated)), .init(.ok)],
    [.init(.named(.html)), .init(.ok)], [.init(.named(.otherID))], [.init(.named(.noData))],
    [.init(.code(400), status: 400)], [.init(.named(.nulls))], [.init(.status(503)), .init(.ok)],
  ]

  func run() async throws {
    var script = FaultScript()
    script.seed = 11
    script.latency = 0...20
    script.rules =
      Self.faults.map { .init(.share(millionths: 5_000), $0) }
      + [
        .init(
          .kols(Set(SandboxKOL.crowdID(1_000).map { [$0] } ?? [])),
          [.init(.code(302), status: 429, retryAfter: 1), .init(.ok)])
      ]
    var peaks: [Int] = []
    for kols in Self.sizes { peaks.append(try await run(script, kols: kols)) }
    guard let small = peaks.first, let large = peaks.last, large - small <= Self.growth else {
      throw Failure("memory is not flat: \(peaks) MiB for \(Self.sizes) KOLs")
    }
  }

  /// - Returns: The program's peak memory in MiB.
  private func run(_ script: FaultScript, kols: Int) async throws -> Int {
    try await SandboxServer.with(faults: script) { baseURL, log in
      let project = try Project(
        kols: kols, baseURL: baseURL,
        api: ["requestsPerSecond: 1000", "burst: 100", "concurrency: 64", "timeout: 60s"])
      let program = try await Program(kolsite, ["fetch"], in: project)
      guard let fetch = program.report.fetch else { throw Failure("the report has no fetch") }
      try check(
        fetch.calls == log.entries.count, "\(log.entries.count) calls came, \(fetch.calls) are reported")
      try check(fetch.calls * 5 <= kols * 6 + 50, "\(fetch.calls) calls for \(kols) KOLs")
      try check(program.report.status == 75, "the status is \(program.report.status)")
      // Paid answers that are no profile are failures and set aside.
      try check(
        fetch.stored + fetch.failures.count == kols,
        "\(fetch.stored) are stored and \(fetch.failures.count) explained, of \(kols)")
      try check(fetch.charged == fetch.stored + fetch.setAside, "\(fetch.charged) are charged")

      let plan = try await Program(kolsite, ["plan"], in: project).report.plan
      let failed = Set(fetch.failures.map(\.id))
      let unexplained = (plan?.kols ?? []).filter { $0.reason != "fresh" && !failed.contains($0.id) }
      try check(plan?.kols.count == kols && unexplained.isEmpty, "\(unexplained.count) KOLs are unexplained")
      let asked = Dictionary(grouping: log.requests, by: \.kolID).mapValues(\.count)
      try check(asked.count == kols, "\(asked.count) KOLs were asked for")
      print(
        "soak: \(kols) KOLs: \(fetch.stored) fresh, \(failed.count) explained, \(fetch.calls) calls,"
          + " \(fetch.retries) of them again; \(program.usage.peakMemory >> 20) MiB at most,"
          + " \(rounded(program.usage.seconds)) s")
      return program.usage.peakMemory >> 20
    }
  }

  private func check(_ condition: Bool, _ message: String) throws {
    if !condition { throw Failure("soak: \(message)") }
  }
}

import Faults
import Foundation
import Model
import Serving

/// How near a fetch comes to the smaller of its rate and of concurrency divided by latency, by the server's log.
struct FetchBenchmark {
  let kolsite: String

  private struct Setting {
    let rate: Int
    let concurrency: Int
    /// Milliseconds of every answer.
    let latency: Int
    let kols: Int
    /// Whether the project lies on the disk, which has each answer before the next request is sent. Elsewhere what the
    /// client takes is measured without what the disk takes.
    var isOnDisk = false

    /// Requests per second that no client can exceed.
    var limit: Double { min(Double(rate), Double(concurrency) * 1_000 / Double(latency)) }
    var limitedBy: String { limit < Double(rate) ? "concurrency" : "rate" }
  }

  private static let settings = [
    Setting(rate: 1_000, concurrency: 8, latency: 50, kols: 1_600),
    Setting(rate: 1_000, concurrency: 32, latency: 50, kols: 6_400),
    Setting(rate: 1_000, concurrency: 8, latency: 50, kols: 1_600, isOnDisk: true),
    Setting(rate: 1_000, concurrency: 32, latency: 50, kols: 6_400, isOnDisk: true),
    Setting(rate: 1_000, concurrency: 4, latency: 200, kols: 200),
    Setting(rate: 1_000, concurrency: 16, latency: 100, kols: 1_600),
    Setting(rate: 1_000, concurrency: 64, latency: 400, kols: 1_600),
    Setting(rate: 20, concurrency: 16, latency: 200, kols: 200),
    Setting(rate: 150, concurrency: 64, latency: 200, kols: 1_500),
  ]

  func run() async throws {
    print("fetch: requests a second by the server's log, the limit, and their ratio")
    for setting in Self.settings { try await measure(setting) }
  }

  private func measure(_ setting: Setting) async throws {
    var script = FaultScript()
    script.latency = setting.latency...setting.latency
    let entries = try await SandboxServer.with(faults: script) { baseURL, log in
      let project = try Project(
        kols: setting.kols, baseURL: baseURL,
        api: [
          "requestsPerSecond: \(setting.rate)", "burst: 1", "concurrency: \(setting.concurrency)",
        ],
        in: setting.isOnDisk
          ? FileManager.default.temporaryDirectory.path : MadeSite.folder(pages: setting.kols))
      let program = try await Program(kolsite, ["fetch"], in: project)
      guard program.report.fetch?.stored == setting.kols else { throw Failure("not everyone was fetched") }
      return log.entries
    }
    guard let first = entries.first, let last = entries.last, entries.count > 1 else {
      throw Failure("the server saw no calls")
    }
    // The first wave of a concurrent fetch comes at once, so the last wave's answers are part of the time.
    let isRate = setting.limitedBy == "rate"
    let seconds =
      Double(last.microseconds - first.microseconds) / 1e6 + (isRate ? 0 : Double(setting.latency) / 1e3)
    let rate = Double(entries.count - (isRate ? 1 : 0)) / seconds
    let inFlight = entries.map(\.inFlight).max() ?? 0
    print(
      "  rate \(setting.rate), concurrency \(setting.concurrency), latency \(setting.latency) ms"
        + (setting.isOnDisk ? ", on the disk:" : ":")
        + " \(rounded(rate)) of \(rounded(setting.limit)) by \(setting.limitedBy),"
        + " ratio \(rounded(rate / setting.limit)), at most \(inFlight) at once")
    guard inFlight <= setting.concurrency else { throw Failure("more calls at once than allowed") }
  }
}

/// With three digits after the point.
func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }

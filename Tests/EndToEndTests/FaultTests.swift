import Faults
import Foundation
import Model
import Serving
import Testing

/// The real program against every fault that a server can have, over HTTP.
struct FaultTests {
  /// What a KOL comes to whose every answer has a fault.
  enum End: Equatable {
    /// A snapshot, and the answer was charged.
    case stored
    /// Paid for, no profile, kept in the day's folder `aside`.
    case setAside
    /// An answer that cannot be read and may have been charged: asked for twice, kept in `aside`.
    case unread
    case failed(String, attempts: Int)
  }

  private static let ends: [(Fault.Name, End)] = [
    (.ok, .stored), (.wrongType, .stored), (.nulls, .stored), (.numbersAsStrings, .stored),
    (.hugeNumbers, .stored), (.deep, .unread),
    (.missingField, .stored), (.newField, .stored), (.retypedField, .stored), (.oldRecordTime, .stored),
    (.echoTokenInProfile, .stored),
    (.noData, .setAside), (.arraysForObjects, .setAside), (.noUserID, .setAside), (.otherID, .setAside),
    (.duplicateKeys, .stored),
    (.reset, .failed("network", attempts: 3)), (.truncated, .failed("network", attempts: 3)),
    (.cutChunked, .failed("network", attempts: 3)), (.redirect, .failed("unusable", attempts: 1)),
    (.html, .failed("unusable", attempts: 2)), (.empty, .failed("unusable", attempts: 2)),
    (.halfJSON, .unread), (.huge, .failed("unusable", attempts: 1)),
    (.invalidUTF8, .unread), (.loneSurrogate, .unread), (.nan, .unread),
    (.echoToken, .failed("unavailable", attempts: 3)),
  ]

  /// Those that only the client's patience ends.
  private static let silences: [(Fault.Name, End)] = [
    (.hang, .failed("network", attempts: 2)), (.trickle, .failed("network", attempts: 2)),
  ]

  @Test func everyFaultIsInTheTable() {
    #expect(Set((Self.ends + Self.silences).map(\.0)) == Set(Fault.Name.allCases))
  }

  @Test func aServerThatFallsSilentIsGivenUpAfterOneMoreTry() async throws {
    var script = FaultScript()
    var roster = "kols:\n"
    for (index, (fault, _)) in Self.silences.enumerated() {
      script.rules.append(
        FaultScript.Rule(.kols([try Self.id(index)]), [FaultScript.Answer(.named(fault))]))
      roster += "  - \(try Self.id(index))\n"
    }
    try await SandboxServer.with(faults: script) { baseURL, log in
      let project = try faultProject(baseURL, roster: roster, timeout: "1s")
      let result = try await Program.run(
        ["fetch", "--json"], in: project.path, environment: ["KOLSITE_TOKEN": Sandbox.token])
      #expect(result.status == 69, "\(result.errors)")
      let fetch = try FetchReport(result.output)
      for (failure, (fault, end)) in zip(fetch.failures, Self.silences) {
        #expect(.failed(failure.reason, attempts: failure.attempts) == end, "\(fault)")
      }
      #expect(fetch.calls == 4 && fetch.charged == 0 && fetch.possiblyCharged == 4)
    }
  }

  /// Good KOLs stand between the bad ones, so that no row of failures ends the run.
  @Test func everyFaultEndsAsAReadingOrAsThatKOLsFailure() async throws {
    var rules: [FaultScript.Rule] = []
    var roster = "kols:\n"
    for (index, (fault, _)) in Self.ends.enumerated() {
      let bad = try Self.id(index * 3)
      rules.append(FaultScript.Rule(.kols([bad]), [FaultScript.Answer(.named(fault))]))
      roster += try (0..<3).map { "  - \(try Self.id(index * 3 + $0))\n" }.joined()
    }
    var script = FaultScript()
    script.rules = rules
    let token = ["KOLSITE_TOKEN": Sandbox.token]
    try await SandboxServer.with(faults: script) { baseURL, log in
      let project = try faultProject(baseURL, roster: roster)
      let result = try await Program.run(["fetch", "--json"], in: project.path, environment: token)
      #expect(result.status == 75, "\(result.errors)")
      let fetch = try FetchReport(result.output)
      #expect(fetch.calls == log.requests.count)
      let failures = Dictionary(
        fetch.failures.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let day = try #require(
        try project.tree("Content/snapshots").keys.first { $0.hasPrefix("date=") }?.split(separator: "/")
          .first)
      for (index, (fault, end)) in Self.ends.enumerated() {
        let bad = try Self.id(index * 3).text
        let isAside = try !project.tree("Content/snapshots/\(day)/aside").keys.filter { $0.hasPrefix(bad) }
          .isEmpty
        let found: End =
          if isAside {
            failures[bad]?.attempts == 2 ? .unread : .setAside
          } else if let failure = failures[bad] {
            .failed(failure.reason, attempts: failure.attempts)
          } else { .stored }
        #expect(found == end, "\(fault)")
        #expect(failures[try Self.id(index * 3 + 1).text] == nil, "the neighbour of \(fault)")
      }
      let stored = Self.ends.filter { $0.1 == .stored }.count
      #expect(fetch.stored == 2 * Self.ends.count + stored)
      let unread = Self.ends.filter { $0.1 == .unread }.count
      #expect(fetch.charged == fetch.stored + fetch.setAside - unread)

      // The next run asks for nobody whose answer was paid for.
      let seen = log.requests.count
      _ = try await Program.run(["fetch"], in: project.path, environment: token)
      let paid = try Self.ends.indices.filter {
        [.stored, .setAside, .unread].contains(Self.ends[$0].1)
      }.map { try Self.id($0 * 3) }
      let again = Set(log.requests[seen...].compactMap(\.kolID))
      #expect(!again.isEmpty && again.isDisjoint(with: paid))
    }
  }

  private static func id(_ number: Int) throws -> KOLID {
    try #require(SandboxKOL.crowdID(UInt32(number)))
  }
}

/// The part of a run's report that a test of fetching looks at.
struct FetchReport: Decodable {
  struct Failure: Decodable {
    let id: String
    let reason: String
    let attempts: Int
  }
  let due: Int
  let stored: Int
  let calls: Int
  let charged: Int
  let possiblyCharged: Int
  let retries: Int
  let setAside: Int
  let failures: [Failure]

  init(_ json: String) throws {
    struct Report: Decodable { let fetch: FetchReport }
    self = try JSONDecoder().decode(Report.self, from: Data(json.utf8)).fetch
  }
}

/// A project whose API is a sandbox over HTTP, as a real one would be.
///
/// - Parameter timeout: Short only where nothing but silence is looked at: a busy machine may be slow to answer.
func faultProject(
  _ baseURL: String, roster: String, timeout: String = "60s"
) throws -> ProjectFolder {
  try ProjectFolder(files: [
    "Content/site.yml": """
    api:
      baseURL: \(baseURL)
      endpoint: profile-v2
      requestsPerSecond: 1000
      burst: 1000
      concurrency: 16
      timeout: \(timeout)

    """,
    "Content/roster.yml": roster,
  ])
}

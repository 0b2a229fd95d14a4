import Foundation
import Serving

/// Measures the built program against the sandbox API, and prints what it finds.
///
///     Benchmarks KOLSITE fetch   how near a fetch comes to what rate, concurrency and latency allow
///     Benchmarks KOLSITE archive what sealing, indexing and reading cost beside the same libraries in C
///     Benchmarks KOLSITE soak    10,000 KOLs, 5 % of them with faults: everyone fresh or explained
@main
struct Benchmarks {
  static func main() async {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      guard let program = arguments.first, arguments.count == 2 else { throw Failure(Self.usage) }
      let kolsite = URL(fileURLWithPath: program).path
      switch arguments.last {
      case "fetch": try await FetchBenchmark(kolsite: kolsite).run()
      case "archive": try await ArchiveBenchmark().run()
      case "soak": try await Soak(kolsite: kolsite).run()
      default: throw Failure(Self.usage)
      }
    } catch {
      print("benchmarks: \(error)")
      exit(1)
    }
  }

  private static let usage = "say Benchmarks KOLSITE and fetch, archive or soak"
}

/// Why a benchmark could not be run, or what it found that must not be.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

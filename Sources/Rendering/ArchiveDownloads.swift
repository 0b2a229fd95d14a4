import Model
import Spreadsheets

/// The files that the archive's page offers, for spreadsheets.
struct ArchiveDownloads {
  static let readingsPath = "data/readings.csv"
  static let daysPath = "data/days.csv"

  let report: Report

  func files() -> [OutputFile] {
    [OutputFile(path: Self.readingsPath, bytes: readings()), OutputFile(path: Self.daysPath, bytes: days())]
  }

  /// A row for each KOL of the roster with a snapshot, a column for each metric; a missing value is an empty cell.
  private func readings() -> [UInt8] {
    var csv = CSV.byteOrderMark
    let metrics = MetricCatalog.builtIn.metrics
    CSV.append(
      (["kolId", "name", "day", "dataDay", "fetchedAt", "endpoint", "environment"] + metrics.map(\.id)).map {
        .text($0)
      },
      to: &csv)
    for kol in report.kols {
      guard let origin = kol.origin else { continue }
      let head: [Cell] = [
        .text(kol.entry.id.text), .text(kol.name), .text(origin.day.description),
        .text(origin.dataDay.description), .text(origin.fetchedAt.description),
        .text(origin.endpoint.name), .text(origin.environment),
      ]
      CSV.append(
        head + metrics.indices.map { kol.value(ofMetricAt: $0).map { .number($0.description) } ?? .empty },
        to: &csv)
    }
    return csv
  }

  private func days() -> [UInt8] {
    var csv = CSV.byteOrderMark
    CSV.append(["day", "kols", "failures"].map { .text($0) }, to: &csv)
    for day in report.archive {
      CSV.append(
        [.text(day.day.description), .number(String(day.kols)), .number(String(day.failures))], to: &csv)
    }
    return csv
  }
}

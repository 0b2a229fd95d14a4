import Archiving
import CommandSupport
public import Model
import Reporting

/// What to take out of an archive, and how.
public struct ExportOptions: Sendable, Hashable {
  public var format: Format
  /// The first and the last day; nil for the archive's.
  public var from: CalendarDay?
  public var to: CalendarDay?
  /// Nil for everyone.
  public var ids: Set<KOLID>?
  /// Metric ids; empty for all.
  public var metrics: [String]

  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// A row for each KOL, day and metric.
    case csv
    /// A row for each KOL and day, a column for each metric.
    case wide
    /// A JSON object a line for each KOL and day.
    case jsonl
    /// The wide rows as an Excel workbook.
    case xlsx
  }

  public init(
    format: Format, from: CalendarDay? = nil, to: CalendarDay? = nil, ids: Set<KOLID>? = nil,
    metrics: [String] = []
  ) {
    self.format = format
    self.from = from
    self.to = to
    self.ids = ids
    self.metrics = metrics
  }
}

extension ArchiveTools {
  /// Exports the readings of days and KOLs, in the order of days and ids.
  /// - Parameters:
  ///   - path: A file that is written whole or not at all; nil for standard output.
  ///   - write: Takes the bytes for standard output as they come; nonzero is a system's error number.
  public func export(
    _ options: ExportOptions, to path: String?, write: ([UInt8]) -> Int32
  ) async -> Outcome {
    await reading {
      let metrics = try metrics(options.metrics)
      let days = try archive.days(upTo: options.to).filter { day in options.from.map { $0 <= day } ?? true }
      guard !days.isEmpty else {
        throw RunFailure(
          .noSnapshot, "the archive has no day in that period", hint: "see `kolsite archive list`")
      }
      let rows = ExportRows(archive: archive, days: days, ids: options.ids, metrics: metrics)
      if options.format == .xlsx {
        guard let path else {
          throw RunFailure(.usage, "a workbook needs a file", hint: "add --output FILE.xlsx")
        }
        try rows.writeWorkbook(to: path)
      } else if let path {
        try rows.writeFile(options.format, to: path)
      } else {
        try rows.forEachText(options.format) { bytes in
          let problem = write(bytes)
          // A reader that went away (`| head`) has what it wanted.
          guard problem == 0 else { throw OutputClosed(number: problem) }
        }
      }
      return Outcome()
    }
  }

  private func metrics(_ ids: [String]) throws(RunFailure) -> [Metric] {
    if ids.isEmpty { return MetricCatalog.builtIn.metrics }
    var metrics: [Metric] = []
    for id in ids {
      guard let metric = MetricCatalog.builtIn.metric(id) else {
        let nearest = nearestName(to: id, among: MetricCatalog.builtIn.metrics.map(\.id))
        throw RunFailure(
          .usage, "there is no metric “\(safeText(id))”", hint: nearest.map { "did you mean \($0)?" })
      }
      metrics.append(metric)
    }
    return metrics
  }
}

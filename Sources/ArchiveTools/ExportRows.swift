import Archiving
import CommandSupport
import Files
import Foundation
import Model
import Reporting
import Spreadsheets

/// The readings of some days and KOLs as rows, read a day at a time.
struct ExportRows {
  let archive: Archive
  let days: [CalendarDay]
  /// Nil for everyone.
  let ids: Set<KOLID>?
  let metrics: [Metric]

  private static let chunk = 1 << 20

  /// Writes text to a file that is whole or is not there.
  func writeFile(_ format: ExportOptions.Format, to path: String) throws {
    try checkTarget(path)
    do {
      var file = try DurableFile(path, replacing: true)
      try forEachText(format) { try file.append($0) }
      try file.commit()
    } catch let error as FileError {
      throw unwritable("\(error)")
    }
  }

  /// Writes a workbook to a file that is whole or is not there.
  func writeWorkbook(to path: String) throws {
    try checkTarget(path)
    let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())").path
    do {
      try createFolder(scratch)
      defer { try? removeTree(scratch) }
      let draft = joinPath(scratch, "draft.xlsx")
      // The file says that it was made on its last day, so that the same archive gives the same bytes.
      let created = (days.last?.daysSinceEpoch ?? 0) * 86_400
      var workbook = try Workbook(
        path: draft, scratch: scratch, name: "Readings", header: wideHeader, created: created)
      try forEachSnapshot { day, id, snapshot, figures in
        try workbook.append(wideCells(day, id, snapshot, figures))
      }
      try workbook.close()
      try writeFileDurably(try readFile(draft, limit: 1 << 34), to: path, replacing: true)
    } catch let error as SpreadsheetError {
      throw unwritable("\(error)")
    } catch let error as FileError {
      throw unwritable("\(error)")
    }
  }

  /// The file is put in place of what is there, so that must be nothing or a file: never a device or a link.
  private func checkTarget(_ path: String) throws(RunFailure) {
    let status: FileStatus
    do throws(FileError) {
      status = try fileStatus(path)
    } catch {
      throw unwritable("\(error)")
    }
    switch status {
    case .missing, .file: return
    case .folder, .symbolicLink, .other:
      throw RunFailure(
        .usage, "\(path) is no file, so it is not replaced",
        hint: "name a file with --output, or leave the option out to write to standard output")
    }
  }

  private func unwritable(_ reason: String) -> RunFailure {
    RunFailure(
      .archive, "the export could not be written: \(reason)",
      hint: "choose a place with enough room with --output; nothing was left there")
  }

  /// Hands over text in pieces.
  func forEachText(_ format: ExportOptions.Format, _ take: ([UInt8]) throws -> Void) throws {
    var bytes = format == .jsonl ? [] : CSV.byteOrderMark
    switch format {
    case .csv: CSV.append(Self.tidyHeader.map { .text($0) }, to: &bytes)
    case .wide: CSV.append(wideHeader.map { .text($0) }, to: &bytes)
    case .jsonl, .xlsx: break
    }
    try forEachSnapshot { day, id, snapshot, figures in
      switch format {
      case .csv: for figure in figures { CSV.append(tidyCells(day, id, snapshot, figure), to: &bytes) }
      case .wide: CSV.append(wideCells(day, id, snapshot, figures), to: &bytes)
      case .jsonl, .xlsx: try appendJSON(day, id, snapshot, figures, to: &bytes)
      }
      guard bytes.count >= Self.chunk else { return }
      try take(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try take(bytes)
  }

  private func forEachSnapshot(
    _ body: (CalendarDay, KOLID, Snapshot, [Figure]) throws -> Void
  ) throws {
    let wanted = Set(metrics.map(\.id))
    for day in days {
      try Task.checkCancellation()
      for (id, snapshot) in try archive.snapshots(of: ids, on: day).sorted(by: { $0.key < $1.key }) {
        let figures = ReportBuilder(asOf: day).figures(of: snapshot)
        try body(day, id, snapshot, figures.filter { wanted.contains($0.metric.id) })
      }
    }
  }

  // MARK: Rows

  private static let tidyHeader = [
    "day", "kolId", "name", "metric", "value", "unit", "missing", "source", "field", "endpoint", "fetchedAt",
    "environment", "dataDay",
  ]

  private var wideHeader: [String] {
    let chosen = Set(metrics.map(\.id))
    return ["day", "kolId", "name", "endpoint", "fetchedAt", "environment", "dataDay"]
      + MetricCatalog.builtIn.metrics.map(\.id).filter(chosen.contains)
  }

  private func tidyCells(_ day: CalendarDay, _ id: KOLID, _ snapshot: Snapshot, _ figure: Figure) -> [Cell] {
    [
      .text(day.description), .text(id.text), text(name(of: snapshot)), .text(figure.metric.id),
      value(figure),
      .text(figure.metric.unit.rawValue), text(figure.reading.missingCode), .text(figure.metric.origin.code),
      text(figure.field), .text(snapshot.endpoint.name), .text(snapshot.fetchedAt.description),
      .text(snapshot.environment), .text(snapshot.dataDay.description),
    ]
  }

  private func wideCells(_ day: CalendarDay, _ id: KOLID, _ snapshot: Snapshot, _ figures: [Figure]) -> [Cell]
  {
    [
      .text(day.description), .text(id.text), text(name(of: snapshot)), .text(snapshot.endpoint.name),
      .text(snapshot.fetchedAt.description), .text(snapshot.environment), .text(snapshot.dataDay.description),
    ] + figures.map(value)
  }

  private func value(_ figure: Figure) -> Cell {
    figure.reading.value.map { .number($0.description) } ?? .empty
  }

  private func text(_ text: String?) -> Cell { text.map { .text($0) } ?? .empty }

  private func appendJSON(
    _ day: CalendarDay, _ id: KOLID, _ snapshot: Snapshot, _ figures: [Figure], to bytes: inout [UInt8]
  ) throws {
    var metrics: [String: JSONScalar] = [:]
    var missing: [String: String] = [:]
    for figure in figures {
      metrics[figure.metric.id] = figure.reading.value.map(JSONScalar.number) ?? .null
      missing[figure.metric.id] = figure.reading.missingCode
    }
    let row = JSONRow(
      day: day.description, kolId: id.text, name: name(of: snapshot), endpoint: snapshot.endpoint.name,
      fetchedAt: snapshot.fetchedAt.description, environment: snapshot.environment,
      dataDay: snapshot.dataDay.description, metrics: metrics,
      missing: missing)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    bytes += Array(try encoder.encode(row)) + [UInt8(ascii: "\n")]
  }
}

/// Standard output takes no more.
struct OutputClosed: Error {
  /// The system's error number.
  let number: Int32
}

private struct JSONRow: Encodable {
  let day: String
  let kolId: String
  let name: String?
  let endpoint: String
  let fetchedAt: String
  let environment: String
  let dataDay: String
  /// A number, or null where there is no value.
  let metrics: [String: JSONScalar]
  /// Why, for each metric without a value.
  let missing: [String: String]
}

private enum JSONScalar: Encodable {
  case number(Quantity)
  case null

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let quantity):
      // A decimal keeps every digit, which a binary number would not.
      try container.encode(Decimal(quantity.millionths) / Decimal(Quantity.scale))
    case .null: try container.encodeNil()
    }
  }
}

extension Metric.Origin {
  /// Where a number comes from, as data files say it; stable.
  var code: String {
    switch self {
    case .platform: "platform"
    case .platformEstimate: "platformEstimate"
    case .computed: "computed"
    }
  }
}

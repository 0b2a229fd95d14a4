import ArchiveTools
import ArgumentParser
import Model

struct ArchiveExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export readings for a spreadsheet or a program.",
    discussion: """
      csv has a row for each KOL, day and metric, with its unit, source and, where there is no value, the \
      reason. wide and xlsx have a row for each KOL and day and a column for each metric. jsonl has an \
      object a line. No text in a cell is ever taken for a formula.

      EXAMPLES
        kolsite archive export --format xlsx --from 2026-11-01 --output november.xlsx
        kolsite archive export --format csv --metric followers --metric picturePrice > prices.csv
        kolsite archive export --format jsonl --only c0ffee000000000000000001 | jq .metrics.followers
      """)

  @OptionGroup var arguments: ArchiveArguments

  @Option(
    help: ArgumentHelp("csv, wide, jsonl or xlsx.", valueName: "format"),
    transform: { text in
      guard let format = ExportOptions.Format(rawValue: text) else {
        throw ValidationError("“\(text)” is no format; say csv, wide, jsonl or xlsx")
      }
      return format
    })
  var format = ExportOptions.Format.csv

  @Option(help: "The first day; the archive's without it.", transform: day)
  var from: CalendarDay?

  @Option(help: "The last day; the archive's without it.", transform: day)
  var to: CalendarDay?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Only this KOL; repeat it for more.", valueName: "id"), transform: kolID)
  var only: [KOLID] = []

  @Option(
    parsing: .singleValue, help: ArgumentHelp("Only this metric; repeat it for more.", valueName: "id"))
  var metric: [String] = []

  @Option(
    help: ArgumentHelp("Write to this file, whole or not at all; else to standard output.", valueName: "file")
  )
  var output: String?

  func run() async throws {
    let options = ExportOptions(
      format: format, from: from, to: to, ids: only.isEmpty ? nil : Set(only), metrics: metric)
    try await arguments.run { [output] tools in
      await tools.export(options, to: output) { Output.write($0) }
    }
  }
}

import Model
import Templating

/// The report blocks of each kind of page, with the options that are checked before data exists.
enum BlockCatalog {
  static let profile: [BlockKind] = [
    BlockKind(
      name: "chart",
      options: [
        BlockOption(name: "line", isRequired: true, values: .oneOf(chartedIDs)),
        BlockOption(name: "window", isRequired: false, values: .days),
        BlockOption(name: "from", isRequired: false, values: .oneOf(["zero", "data"])),
      ])
  ]

  static let index: [BlockKind] = [
    BlockKind(
      name: "chart",
      options: [
        BlockOption(name: "bar", isRequired: true, values: .oneOf(metricIDs)),
        BlockOption(name: "limit", isRequired: false, values: .count),
      ]),
    BlockKind(
      name: "distribution",
      options: [
        BlockOption(name: "metric", isRequired: true, values: .oneOf(metricIDs)),
        BlockOption(name: "scale", isRequired: false, values: .oneOf(scales)),
      ]),
    BlockKind(
      name: "scatter",
      options: [
        BlockOption(name: "x", isRequired: true, values: .oneOf(metricIDs)),
        BlockOption(name: "y", isRequired: true, values: .oneOf(metricIDs)),
        BlockOption(name: "scale", isRequired: false, values: .oneOf(scales)),
      ]),
    BlockKind(
      name: "trends",
      options: [
        BlockOption(name: "metric", isRequired: true, values: .oneOf(chartedIDs)),
        BlockOption(name: "window", isRequired: false, values: .days),
        BlockOption(name: "limit", isRequired: false, values: .count),
      ]),
    BlockKind(
      name: "ranks",
      options: [
        BlockOption(name: "metric", isRequired: true, values: .oneOf(chartedIDs)),
        BlockOption(name: "limit", isRequired: false, values: .count),
      ]),
  ]

  static let basket: [BlockKind] = []
  static let compare: [BlockKind] = []
  static let changes: [BlockKind] = []
  static let archive: [BlockKind] = [BlockKind(name: "archive", options: [])]
  static let methodology: [BlockKind] = [BlockKind(name: "methodology", options: [])]

  private static let scales = ["linear", "log"]
  private static let metricIDs = MetricCatalog.builtIn.metrics.map(\.id)
  private static let chartedIDs = History.chartedMetrics.map(\.id)
}

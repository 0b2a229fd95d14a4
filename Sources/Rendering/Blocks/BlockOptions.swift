import Model
import Templating

/// The options of a block as a template gives them, read as what they are.
///
/// They are checked before there is data, but one that came from a tag only here.
struct BlockOptions: Sendable {
  private let texts: [String: String]

  init(_ texts: [String: String]) {
    self.texts = texts
  }

  /// Nil where the option is left out.
  func text(_ option: String) -> String? { texts[option] }

  /// The parts of `a, b, c`; none where the option is left out.
  func list(_ option: String) -> [String] {
    (texts[option] ?? "").utf8.split(separator: UInt8(ascii: ",")).map { part in
      var bytes = Array(part.drop { $0 == UInt8(ascii: " ") })
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }.filter { !$0.utf8.isEmpty }
  }

  /// The place of a metric in the catalogue, which is also that of its figure.
  func metric(_ option: String) throws(BlockProblem) -> Int { try Self.metric(named: texts[option] ?? "") }

  func metrics(_ option: String) throws(BlockProblem) -> [Int] {
    var metrics: [Int] = []
    for id in list(option) { metrics.append(try Self.metric(named: id)) }
    return metrics
  }

  /// The place of a metric among ``History/chartedMetrics``.
  func chartedMetric(_ option: String) throws(BlockProblem) -> Int {
    let name = texts[option] ?? ""
    guard let place = History.chartedMetrics.firstIndex(where: { $0.id == name }) else {
      throw BlockProblem(message: "there is no charted metric “\(name)”")
    }
    return place
  }

  func columns(_ option: String) throws(BlockProblem) -> [RosterColumn] {
    var columns: [RosterColumn] = []
    for name in list(option) { columns.append(try Self.column(named: name)) }
    return columns
  }

  /// Nil where the option is left out.
  func column(_ option: String) throws(BlockProblem) -> RosterColumn? {
    guard let name = texts[option] else { return nil }
    return try Self.column(named: name)
  }

  /// Nil where the option is left out.
  func limit() throws(BlockProblem) -> Int? {
    guard let text = texts["limit"] else { return nil }
    guard let limit = Int(text), limit > 0 else {
      throw BlockProblem(message: "`limit` must be a whole number of at least 1, not “\(text)”")
    }
    return limit
  }

  /// The number in `90d`; 90 where the option is left out.
  func window() throws(BlockProblem) -> Int {
    guard let text = texts["window"] else { return 90 }
    guard text.utf8.last == UInt8(ascii: "d"), let days = Int(text.dropLast()), (1...99_999).contains(days)
    else { throw BlockProblem(message: "`window` must be a number of days like 90d, not “\(text)”") }
    return days
  }

  /// One of ``Growth/windows``; 30 where the option is left out.
  func growthWindow() throws(BlockProblem) -> Int {
    guard let text = texts["window"] else { return 30 }
    guard let window = Growth.windows.first(where: { "\($0)d" == text }) else {
      let windows = Growth.windows.map { "\($0)d" }.joined(separator: ", ")
      throw BlockProblem(message: "`window` must be one of \(windows), not “\(text)”")
    }
    return window
  }

  private static func metric(named id: String) throws(BlockProblem) -> Int {
    guard let index = MetricCatalog.builtIn.index(of: id) else {
      throw BlockProblem(message: "there is no metric “\(id)”")
    }
    return index
  }

  private static func column(named name: String) throws(BlockProblem) -> RosterColumn {
    guard let column = RosterColumn(name: name) else {
      throw BlockProblem(message: "there is no column “\(name)”")
    }
    return column
  }
}

/// What the options of blocks may be.
extension BlockOption.Values {
  static let metrics = BlockOption.Values.listOf(metricIDs)
  static let metric = BlockOption.Values.oneOf(metricIDs)
  static let chartedMetric = BlockOption.Values.oneOf(History.chartedMetrics.map(\.id))
  static let columns = BlockOption.Values.listOf(RosterColumn.namedColumns + metricIDs)
  static let column = BlockOption.Values.oneOf(RosterColumn.namedColumns + metricIDs)
  /// Rows of a comparison: a line over time is none.
  static let comparedRows = BlockOption.Values.listOf(
    RosterColumn.namedColumns.filter { $0 != "trend" } + metricIDs)
  static let scale = BlockOption.Values.oneOf(["linear", "log"])
  static let growthWindow = BlockOption.Values.oneOf(Growth.windows.map { "\($0)d" })

  private static let metricIDs = MetricCatalog.builtIn.metrics.map(\.id)
}

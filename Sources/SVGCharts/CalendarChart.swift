public import Markup

/// Days as cells, a column a week and a row a weekday from Monday; how dark a cell is says how much it has.
///
/// Long periods go on in further bands below, a year in each.
public struct CalendarChart: Sendable {
  /// One day.
  public struct Day: Sendable, Hashable {
    /// Days since 1970-01-01; what is out of a hundred million is brought to that limit.
    public let day: Int
    /// 0 for nothing, 4 for the most.
    public let level: Int
    /// What a reader sees at the cell.
    public let label: String

    public init(day: Int, level: Int, label: String) {
      self.day = min(max(day, -100_000_000), 100_000_000)
      self.level = min(max(level, 0), 4)
      self.label = label
    }
  }

  public let id: String
  public let text: ChartText
  private let days: [Day]
  private let labelMonth: @Sendable (Int) -> String?

  /// Creates a calendar; of two entries for a day the last counts, and ten years are drawn at most.
  /// - Parameter labelMonth: What stands above a day's column where a month begins with it; nil for nothing.
  public init(id: String, text: ChartText, days: [Day], labelMonth: @escaping @Sendable (Int) -> String?) {
    self.id = id
    self.text = text
    let sorted = Dictionary(days.map { ($0.day, $0) }, uniquingKeysWith: { _, last in last })
      .values.sorted { $0.day < $1.day }
    let newest = sorted.last?.day ?? 0
    self.days = sorted.filter {
      newest - $0.day < Self.longest
    }
    self.labelMonth = labelMonth
  }

  /// Ten years up to the newest day; nobody reads more cells.
  private static let longest = 3_660
  private static let pitch = 15
  private static let cell = 13
  private static let weeksPerBand = 53
  private static let labelHeight = 18
  private static let bandHeight = labelHeight + 7 * pitch + 6

  /// The number of the week, from Monday 1969-12-29 on.
  private static func week(_ day: Int) -> Int { Int((Double(day + 3) / 7).rounded(.down)) }

  /// Appends the chart; one without days is an empty picture with its text.
  public func svg(into buffer: inout MarkupBuffer) {
    let first = Self.week(days.first?.day ?? 0)
    let weeks = Self.week(days.last?.day ?? 0) - first + 1
    let bands = max(1, (weeks + Self.weeksPerBand - 1) / Self.weeksPerBand)
    let columns = bands > 1 ? Self.weeksPerBand : max(weeks, 26)
    buffer.openChart(
      "chart chart-calendar", id: id, text: text, width: columns * Self.pitch + 24,
      height: bands * Self.bandHeight)
    appendMonths(first, to: &buffer)
    for day in days { append(day, first, to: &buffer) }
    buffer.appendLiteral("</svg>")
  }

  /// Where a day's cell is, in hundredths of a pixel.
  private func place(_ day: Int, _ first: Int) -> (x: Int, y: Int) {
    let week = Self.week(day) - first
    let band = week / Self.weeksPerBand
    let weekday = day + 3 - Self.week(day) * 7
    return (
      week % Self.weeksPerBand * Self.pitch * 100,
      (band * Self.bandHeight + Self.labelHeight + weekday * Self.pitch) * 100
    )
  }

  private func append(_ day: Day, _ first: Int, to buffer: inout MarkupBuffer) {
    let (x, y) = place(day.day, first)
    buffer.appendLiteral("<rect class=\"c-cell l")
    buffer.append(integer: day.level)
    buffer.appendLiteral("\" fill=\"")
    buffer.appendLiteral(ChartClasses.plainFill(ofLevel: day.level))
    buffer.appendLiteral("\"")
    buffer.appendCoordinate("x", x)
    buffer.appendCoordinate("y", y)
    buffer.appendCoordinate("width", Self.cell * 100)
    buffer.appendCoordinate("height", Self.cell * 100)
    buffer.appendLiteral(" rx=\"2\"><title>")
    buffer.appendText(day.label)
    buffer.appendLiteral("</title></rect>")
  }

  private func appendMonths(_ first: Int, to buffer: inout MarkupBuffer) {
    buffer.appendLiteral("<g class=\"c-tick\">")
    var lastWeek: Int?
    for day in days.map(\.day) {
      // A label needs the room of three columns.
      guard let label = labelMonth(day), lastWeek.map({ Self.week(day) - $0 >= 3 }) ?? true else { continue }
      lastWeek = Self.week(day)
      let (x, y) = place(day - (day + 3 - Self.week(day) * 7), first)
      buffer.appendLiteral("<text")
      buffer.appendLabel(FittedText(label, within: 6_000), x: x, middle: y - 900)
    }
    buffer.appendLiteral("</g>")
  }
}

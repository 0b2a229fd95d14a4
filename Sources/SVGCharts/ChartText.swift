public import Markup

/// The name and the description of a chart, for those who do not see it.
public struct ChartText: Sendable, Hashable {
  /// What the chart shows, in a few words.
  public let title: HTML
  /// What can be read from it: range, last value, gaps.
  public let description: HTML

  public init(title: String, description: String) {
    self.init(title: .text(title), description: .text(description))
  }

  /// Takes texts that have been escaped; they hold no elements.
  public init(title: HTML, description: HTML) {
    self.title = title
    self.description = description
  }
}

/// The width and height of a chart's coordinate system, in CSS pixels at its natural size.
public struct ChartSize: Sendable, Hashable {
  /// 720 × 260.
  public static let line = ChartSize(width: 720, height: 260)
  /// 120 × 28.
  public static let sparkline = ChartSize(width: 120, height: 28)

  /// 16...10,000.
  public let width: Int
  /// 12...10,000.
  public let height: Int

  /// Creates a size; what is out of range is brought to the nearest limit.
  public init(width: Int, height: Int) {
    self.width = min(max(width, 16), 10_000)
    self.height = min(max(height, 12), 10_000)
  }
}

/// A value at a place on the x axis; a point without a value is a gap.
public struct ChartPoint: Sendable, Hashable {
  /// The place, usually a number of days.
  public let x: Int
  /// The value in any unit; nil breaks the line.
  public let y: Int64?

  public init(x: Int, y: Int64?) {
    self.x = x
    self.y = y
  }
}

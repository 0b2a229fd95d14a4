/// A value axis: how it counts, how its ticks read, and what stands beside it.
public struct ChartAxis: Sendable {
  /// How distances on the axis follow from values.
  public enum Scale: Sendable, Hashable {
    /// Equal distances are equal differences.
    case linear
    /// Equal distances are equal ratios. Only positive values have a place; the axis's title has to say so.
    case logarithmic
  }

  /// What the axis counts, and its unit; may be empty where the chart's own title says it.
  public let title: String
  public let scale: Scale
  /// The smallest distance of two ticks, in the values' unit; a logarithmic axis ignores it.
  public let step: Int64
  /// Whether zero is on the axis, even if no value is near it; a logarithmic axis ignores it.
  public let includesZero: Bool
  let label: @Sendable (Int64) -> String

  /// Creates an axis; `label` makes the text of a tick.
  public init(
    title: String = "", scale: Scale = .linear, step: Int64 = 1, includesZero: Bool = false,
    label: @escaping @Sendable (Int64) -> String
  ) {
    self.title = title
    self.scale = scale
    self.step = step
    self.includesZero = includesZero
    self.label = label
  }

  /// Whether a value has a place on the axis.
  public func shows(_ value: Int64) -> Bool {
    scale == .linear || value > 0
  }

  func ticks(covering range: ClosedRange<Int64>, atMost most: Int) -> Ticks {
    switch scale {
    case .logarithmic: return Ticks(logarithmicCovering: range, atMost: most)
    case .linear:
      let wide = includesZero ? min(0, range.lowerBound)...max(0, range.upperBound) : range
      return Ticks.distinct(covering: wide, smallestStep: step, atMost: most, label: label)
    }
  }
}

/// A value that others are held against: a median, a benchmark, a limit.
public struct ReferenceLine: Sendable, Hashable {
  public let value: Int64
  /// What it is, with its value, such as `中位数 3.2%`; may be empty.
  public let label: String

  public init(value: Int64, label: String) {
    self.value = value
    self.label = label
  }
}

/// A range that others are held against, such as the middle half of a group.
public struct ReferenceBand: Sendable, Hashable {
  public let values: ClosedRange<Int64>
  /// What it is, such as `25%–75%`; may be empty.
  public let label: String

  public init(values: ClosedRange<Int64>, label: String) {
    self.values = values
    self.label = label
  }
}

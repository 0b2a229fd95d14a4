/// A metric with its reading, its source and its day. A roster has a great many, so it holds places and no texts.
public struct Figure: Sendable, Hashable {
  /// The metric's place in the catalogue, which is also the figure's own among those of its KOL.
  public let index: Int
  public let reading: Reading
  /// ``Snapshot/dataDay``; nil where there is no snapshot.
  public let day: CalendarDay?
  private let fieldIndex: Int?

  /// - Parameters:
  ///   - index: A place in the metric catalogue.
  ///   - field: The place in the field catalogue of the field that gave the reading; nil for a computed metric.
  public init(_ index: Int, reading: Reading, field: Int?, day: CalendarDay?) {
    self.index = index
    self.reading = reading
    fieldIndex = field
    self.day = day
  }

  public var metric: Metric { MetricCatalog.builtIn.metrics[index] }

  /// The field that gave the reading; nil for a computed metric.
  public var field: String? { fieldIndex.map { FieldCatalog.builtIn.fields[$0].key } }
}

import Markup

/// What the marks of one chart bring to its scales.
struct Channels {
  private(set) var x: ClosedRange<Int64>?
  private(set) var y: ClosedRange<Int64>?

  mutating func addX(_ value: Int64) { Self.add(value, to: &x) }
  mutating func addY(_ value: Int64) { Self.add(value, to: &y) }

  @inline(__always)
  private static func add(_ value: Int64, to range: inout ClosedRange<Int64>?) {
    guard let known = range else {
      range = value...value
      return
    }
    if value < known.lowerBound {
      range = value...known.upperBound
    } else if value > known.upperBound {
      range = known.lowerBound...value
    }
  }
}

/// Something drawn in a chart. It declares data and margins; it never computes a scale.
protocol Mark {
  /// Adds the mark's data to the scales.
  func declare(in channels: inout Channels)
  /// The room the mark needs outside the plot.
  var margins: Margins { get }
  func draw(on plot: Plot, into buffer: inout MarkupBuffer)
}

extension Mark {
  func declare(in channels: inout Channels) {}
  var margins: Margins { Margins() }
}

/// Room around a plot, in hundredths of a pixel.
struct Margins {
  var top = 0
  var right = 0
  var bottom = 0
  var left = 0

  mutating func grow(to other: Margins) {
    top = max(top, other.top)
    right = max(right, other.right)
    bottom = max(bottom, other.bottom)
    left = max(left, other.left)
  }
}

/// The scales of a chart and the rectangle they fill, in hundredths of a pixel.
struct Plot {
  let width: Int
  let height: Int
  let left: Int
  let top: Int
  let right: Int
  let bottom: Int
  let x: PositionScale
  let y: PositionScale

  /// Lays the plot out inside a chart of so many pixels; margins always leave it some room.
  init(
    width: Int, height: Int, margins: Margins, x: Domain, xForm: ChartAxis.Scale = .linear, y: Domain,
    yForm: ChartAxis.Scale = .linear
  ) {
    self.width = width * 100
    self.height = height * 100
    left = min(margins.left, width * 60)
    right = self.width - min(margins.right, width * 30)
    top = min(margins.top, height * 30)
    bottom = self.height - min(margins.bottom, height * 35)
    self.x = PositionScale(domain: x, from: left, to: right, form: xForm)
    self.y = PositionScale(domain: y, from: bottom, to: top, form: yForm)
  }

  /// A plot whose margins are exact: for charts that are as high as what they hold.
  init(width: Int, height: Int, exact margins: Margins, x: PositionScale, y: PositionScale) {
    self.width = width
    self.height = height
    left = margins.left
    right = width - margins.right
    top = margins.top
    bottom = height - margins.bottom
    self.x = x
    self.y = y
  }
}

extension Ticks {
  /// Finds the finest ticks, as ``init(covering:smallestStep:atMost:)`` does, whose labels all differ:
  /// labels are rounded, and two ticks must not read the same.
  static func distinct(
    covering range: ClosedRange<Int64>, smallestStep: Int64, atMost most: Int, label: (Int64) -> String
  ) -> Ticks {
    let finest = Ticks(covering: range, smallestStep: smallestStep, atMost: most)
    var ticks = finest
    var step = max(1, smallestStep)
    while true {
      let labels = ticks.values.map(label)
      if zip(labels, labels.dropFirst()).allSatisfy({ !$0.utf8.elementsEqual($1.utf8) }) { return ticks }
      let (next, overflow) = step.multipliedReportingOverflow(by: 10)
      // No step helps where all numbers have the same label.
      if overflow { return finest }
      step = next
      ticks = Ticks(covering: range, smallestStep: step, atMost: most)
    }
  }

  /// Finds ticks at 1, 2 and 5 times the powers of ten; where those are too many, at powers of ten, or at
  /// every second, third ... of them. What is below 1 is taken for 1.
  init(logarithmicCovering range: ClosedRange<Int64>, atMost most: Int) {
    let steps = Self.logarithmicSteps
    let lowest = max(1, range.lowerBound)
    let highest = max(lowest, range.upperBound)
    var first = (steps.firstIndex { $0 > lowest } ?? steps.count) - 1
    var last = steps.firstIndex { $0 >= highest } ?? steps.count
    if first == last {
      // A single round value gets room on both sides.
      first = max(0, first - 1)
      last += 1
    }
    let upper = last < steps.count ? steps[last] : .max
    let all = Array(steps[first...min(last, steps.count - 1)])
    self.init(domain: Domain(steps[first]...upper), values: Self.thinned(all, to: max(5, most) + 1))
  }

  private static func thinned(_ ticks: [Int64], to most: Int) -> [Int64] {
    guard ticks.count > most else { return ticks }
    let powers = ticks.filter(Self.isPowerOfTen)
    let stride = (powers.count + most - 1) / most
    return powers.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  private static func isPowerOfTen(_ value: Int64) -> Bool {
    var rest = value
    while rest >= 10 && rest % 10 == 0 { rest /= 10 }
    return rest == 1
  }

  /// 1, 2, 5, 10, 20 ... 5 000 000 000 000 000 000.
  private static let logarithmicSteps: [Int64] = {
    var steps: [Int64] = []
    var power: Int64 = 1
    for exponent in 0...18 {
      steps += [power, power * 2, power * 5]
      if exponent < 18 { power *= 10 }
    }
    return steps
  }()
}

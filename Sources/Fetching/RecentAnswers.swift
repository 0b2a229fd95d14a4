/// The last answers, for noticing that the server suddenly allows less.
struct RecentAnswers: Sendable {
  private static let size = 32
  private var answers: [(at: Duration, isRefused: Bool)] = []
  private var oldest = 0

  /// The share of refusals.
  var share: Double { Double(answers.count { $0.isRefused }) / Double(max(1, answers.count)) }

  mutating func add(_ time: Duration, isRefused: Bool) {
    if answers.count < Self.size {
      answers.append((time, isRefused))
    } else {
      answers[oldest] = (time, isRefused)
      oldest = (oldest + 1) % Self.size
    }
  }

  /// The counts of the last answers where far more of them are refusals than before; nil otherwise.
  func change(
    from refused: Int, of letThrough: Int
  ) -> (began: Duration, letThrough: Int, refused: Int)? {
    guard answers.count == Self.size, letThrough > 0 else { return nil }
    let share = Double(refused) / Double(refused + letThrough)
    let count = answers.count { $0.isRefused }
    guard count == Self.size || Double(count) > Double(Self.size) * (2 * share + 0.2) else { return nil }
    return (answers[oldest].at, Self.size - count, count)
  }
}

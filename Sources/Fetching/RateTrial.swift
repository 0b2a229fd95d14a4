/// Notices refusals that no pace avoids: as many requests are refused at a lower rate as at a higher one.
struct RateTrial: Sendable {
  /// So many answers make a sample, and up to twice as many where they come fast.
  private static let size = 20
  /// So long nothing is tried again.
  private static let rest: Duration = .seconds(30)

  private var began: Duration = .zero
  private var firstRate = 0.0
  private var letThrough = 0
  private var refused = 0
  /// A sample at a higher rate.
  private var before: (rate: Double, share: Double)?
  private var restsUntil: Duration = .zero
  private var restingShare = 0.0

  /// Whether the rate should stay as it is, because it does not matter.
  /// - Parameter share: The share of the last answers that were refusals.
  func isInVain(at now: Duration, share: Double) -> Bool {
    now < restsUntil && share < restingShare + 0.25
  }

  /// Counts the answer to a request.
  /// - Returns: The higher rate, where a lower one has changed nothing; nil otherwise.
  mutating func add(startedAt start: Duration, at now: Duration, isRefused: Bool, rate: Double) -> Double? {
    guard start >= began else { return nil }
    if letThrough + refused == 0 { firstRate = rate }
    if isRefused { refused += 1 } else { letThrough += 1 }
    guard letThrough + refused >= Self.size + min(Self.size, Int(2 * rate)) else { return nil }
    let share = Double(refused) / Double(letThrough + refused)
    (began, letThrough, refused) = (now, 0, 0)
    if now < restsUntil {
      if share > restingShare + 0.1 { restsUntil = now }
      return nil
    }
    // With few refusals there is nothing to gain, and with nearly all refused the server is closed.
    guard 0.1...0.95 ~= share else {
      before = nil
      return nil
    }
    guard let before else {
      before = (firstRate, share)
      return nil
    }
    guard rate < before.rate * 0.8 else { return nil }
    self.before = nil
    // A server that allows a certain rate lets a larger share through at a lower one.
    guard 1 - share < 1.1 * (1 - before.share) else { return nil }
    restsUntil = now + Self.rest
    restingShare = share
    return before.rate
  }
}

import Model

/// Notices that not single KOLs but the service fails, so that a roster is not burnt on it.
///
///     closed ──10 KOLs in a row without an answer──► open ──after a pause, one KOL──► closed or the end
///
/// Refusals that another id would not cure end the run sooner: after three KOLs in a row. A refusal for the
/// rate shows that the service is there.
struct Circuit: Sendable {
  /// So many KOLs in a row without any answer worth having open it.
  static let silences = 10
  /// So many KOLs in a row with the same refusal end the run.
  static let refusals = 3
  /// How long nothing starts while it is open.
  static let pause: Duration = .seconds(15)

  private var silent = 0
  private var refused: (outcome: Outcome, count: Int)?
  private(set) var isOpen = false
  /// The KOL that tries whether the service is back; nil while none does.
  private var probe: KOLID?

  /// How long the next KOL waits before it starts; nil where none may start until the probe has ended.
  var delay: Duration? {
    guard isOpen else { return .zero }
    return probe == nil ? Self.pause : nil
  }

  /// Tells that a KOL starts.
  mutating func start(_ id: KOLID) {
    if isOpen { probe = id }
  }

  /// Tells that a profile came.
  mutating func close() {
    self = Circuit()
  }

  /// Tells that a request was refused for its rate, so that the service is no longer silent.
  mutating func endSilence() {
    silent = 0
    isOpen = false
    probe = nil
  }

  /// Tells that a KOL has ended without a profile.
  /// - Returns: Why the run should end; nil where it should not.
  mutating func failed(
    _ id: KOLID, _ outcome: Outcome, _ reason: FetchFailure.Reason
  ) -> StopReason.Cause? {
    let isSilence =
      reason == .network || reason == .unavailable || outcome == .unreadable
    if isSilence {
      refused = nil
      silent += 1
      if probe == id { return .unreachable }
      if silent >= Self.silences { isOpen = true }
      return nil
    }
    // Any other answer shows that the service is there.
    endSilence()
    guard Self.isAboutTheEndpoint(reason, outcome) else {
      refused = nil
      return nil
    }
    let count = refused.map { $0.outcome == outcome ? $0.count + 1 : 1 } ?? 1
    refused = (outcome, count)
    guard count >= Self.refusals else { return nil }
    return reason == .endpointGone ? .endpointGone : .refused
  }

  /// Whether another KOL would meet the same.
  private static func isAboutTheEndpoint(
    _ reason: FetchFailure.Reason, _ outcome: Outcome
  ) -> Bool {
    reason == .endpointGone || reason == .unknownCode || outcome == .redirect
  }
}

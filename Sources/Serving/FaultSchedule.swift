import Faults
import Model
import Synchronization

/// What a script's calls have used up so far: each call is counted when it comes and gets its answer then.
final class FaultSchedule: Sendable {
  private let script: FaultScript
  private let state = Mutex(State())

  private struct State {
    var calls = 0
    var inFlight = 0
    var callsOfKOL: [KOLID: Int] = [:]
    var profiles = 0
    /// When the rate limit's bucket will be full again; nil before the first call.
    var fullAt: Duration?
  }

  init(_ script: FaultScript) {
    self.script = script
  }

  /// A call that has come, with its place among the others.
  struct Arrival: Sendable, Hashable {
    /// From 1.
    let number: Int
    /// How many calls are being answered, this one included.
    let inFlight: Int
  }

  /// Counts a call that has come.
  func arrive() -> Arrival {
    state.withLock { state in
      state.calls += 1
      state.inFlight += 1
      return Arrival(number: state.calls, inFlight: state.inFlight)
    }
  }

  /// Counts a call as answered.
  func leave() {
    state.withLock { $0.inFlight -= 1 }
  }

  /// What a call for a KOL gets; calls that the contract refuses are not asked about.
  func answer(to id: KOLID, at time: Duration) -> FaultScript.Answer {
    state.withLock { state in
      if let limit = script.rateLimit, !take(from: limit, at: time, &state) {
        return FaultScript.Answer(.code(302), status: limit.status, retryAfter: limit.retryAfter)
      }
      if let quota = script.quota, state.profiles >= quota {
        return FaultScript.Answer(.code(303), status: 429)
      }
      let count = state.callsOfKOL[id, default: 0]
      state.callsOfKOL[id] = count + 1
      let rule = script.rules.enumerated().first { holds($1.target, for: id, index: $0) }
      guard let answers = rule?.element.answers, let last = answers.last else {
        return FaultScript.Answer(.ok)
      }
      return count < answers.count ? answers[count] : last
    }
  }

  /// Counts an answer with code 0 against the quota.
  func countProfile() {
    state.withLock { $0.profiles += 1 }
  }

  /// How long the answer to a call takes, without the delay that a rule adds.
  func latency(of call: Int) -> Duration {
    let range = script.latency
    let noise = Noise(seed: script.seed)
    return .milliseconds(range.lowerBound + noise.below(range.count, .latency, call))
  }

  /// Whether a bucket still has a token; takes it.
  private func take(
    from limit: FaultScript.RateLimit, at time: Duration, _ state: inout State
  ) -> Bool {
    let interval = Duration.seconds(1) / max(1, limit.requestsPerSecond)
    let fullAt = max(state.fullAt ?? time, time)
    guard fullAt - time <= interval * max(0, limit.burst - 1) else { return false }
    state.fullAt = fullAt + interval
    return true
  }

  private func holds(_ target: FaultScript.Target, for id: KOLID, index: Int) -> Bool {
    switch target {
    case .everyone: true
    case .kols(let ids): ids.contains(id)
    case .share(let millionths):
      // Each rule draws anew, so that two rules of 5 % are of different KOLs.
      Noise(seed: Noise(id: id.text).seed ^ script.seed).below(1_000_000, .fault, index) < millionths
    }
  }
}

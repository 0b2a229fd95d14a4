/// Finds how many requests a second the server allows, from which of them it refuses for their rate: a way of
/// increasing additively and decreasing multiplicatively (AIMD) in which the decrease is measured.
///
/// It begins at the rate of the settings, which it never exceeds, and changes nothing while nobody is
/// refused. A first refusal says that the server has nothing left just then. What it lets through from that
/// moment on, divided by the time, is what it allows, and each refusal of a later round sets the rate to
/// that; where it lets nothing through, the rate falls as time passes. Between refusals the rate grows,
/// slowly at first and faster the longer nobody is refused.
///
/// A pure value: times are durations since the run began.
struct Pace: Sendable {
  /// The lowest rate: one request in five seconds asks whether the server has opened again.
  static let floor = 0.2
  /// What the first refusal after a quiet time leaves of the rate.
  private static let firstCut = 0.97
  /// So long, and so many answers, without a refusal end a spell of refusals.
  private static let quietTime: Duration = .seconds(3)
  private static let quietAnswers = 5

  /// Requests a second that the settings allow.
  let ceiling: Double
  /// Requests a second, up to ``ceiling``.
  private(set) var rate: Double

  private var spell: Spell?
  private var climb: Climb?
  private var trial = RateTrial()
  private var recent = RecentAnswers()
  /// The answers to requests from before this say nothing about the rate since.
  private var changedAt: Duration = .zero
  private var grownAt: Duration = .zero
  private var lastRefusal: Duration = .zero
  private var heldUntil: Duration = .zero
  private var letThroughSinceRefusal = 0
  /// How long it takes to learn that a step up was too far, with what that costs.
  private var stepTime: Duration = .zero
  /// How much slower than usual the rate grows: a refusal that comes late or costs a long pause is worth
  /// avoiding.
  private var patience = 1.0
  private var letThroughInAll = 0
  /// When the server saw the first request, as far as can be told.
  private var firstStart: Duration?
  /// The time in which nobody could start, as the server asked for.
  private var held: Duration = .zero
  /// What had been let through in all when a request was refused: at the last refusal, and at two earlier ones, of which
  /// the later is at about half the time of the run.
  private var atLastRefusal: Count?
  private var atEarlierRefusals: (Count, Count)?

  private struct Count {
    let time: Duration
    let letThrough: Int
  }

  /// A time in which requests are refused again and again; the server had nothing left when it began.
  private struct Spell {
    let began: Duration
    let rateBefore: Double
    /// Of all its time, that in which nobody could start.
    var held: Duration = .zero
    var letThrough = 0
    var refused = 1

    /// Requests a second that the server lets through, or slightly more. A pause fills a bucket up to an
    /// unknown height, so with pauses the truth lies between two rates, and this is their geometric mean.
    func allowed(at now: Duration) -> Double {
      let time = max(0.000_001, (now - began).inSeconds)
      let open = max(0.000_001, time - held.inSeconds)
      return Double(letThrough + 1) / (time * open).squareRoot()
    }
  }

  /// A way up in steps, one in a round, to find quickly where the rate belongs.
  private struct Climb {
    let factor: Double
    let top: Double
    /// Answers in a row without a refusal before a step.
    let answers: Int
  }

  init(ceiling: Double) {
    self.ceiling = ceiling
    rate = ceiling
  }

  /// Requests a second that the server allows; nil where there were too few refusals to tell, or where it asked for
  /// pauses: a pause leaves some of what is allowed unused, and nobody knows how much.
  ///
  /// It had nothing left when it refused, so it is what was let through from one refusal to another, without those in
  /// the first part of the run, when the pace was still to be found. In a minute and more, what was let through in all
  /// counts too, because requests may be counted by the minute.
  var allowed: Double? {
    guard let first = atEarlierRefusals?.0, let last = atLastRefusal else { return nil }
    let (time, count) = (last.time - first.time, last.letThrough - first.letThrough)
    guard time >= .seconds(2), count >= 10, held * 10 <= last.time else { return nil }
    let counted = Double(count) / time.inSeconds
    return last.time < .seconds(60) ? counted : max(counted, Double(last.letThrough) / last.time.inSeconds)
  }

  /// Tells that the server let a request through, whatever it answered.
  mutating func letThrough(startedAt start: Duration, at now: Duration) {
    letThroughInAll += 1
    letThroughSinceRefusal += 1
    spell?.letThrough += 1
    note(isRefused: false, startedAt: start, at: now)
    if let climb, start >= changedAt, now - changedAt >= stepTime, letThroughSinceRefusal >= climb.answers {
      set(min(climb.top, rate * climb.factor), at: now)
      if rate >= climb.top { self.climb = nil }
    }
    grow(at: now)
  }

  /// Tells that the server refused a request for its rate.
  /// - Parameter pause: How long nobody may start; zero where the server does not say.
  mutating func refused(startedAt start: Duration, at now: Duration, pause: Duration) {
    let wasQuiet =
      letThroughSinceRefusal >= Self.quietAnswers && start - max(lastRefusal, heldUntil) > Self.quietTime
    countRefusal(at: now)
    lastRefusal = now
    grownAt = now
    letThroughSinceRefusal = 0
    stepTime = now - start + pause * 5
    patience = 1 + 0.5 * (now - start).inSeconds + 4 * pause.inSeconds
    spell?.refused += 1
    note(isRefused: true, startedAt: start, at: now, pause: pause)
    if spell == nil || wasQuiet && start >= changedAt {
      spell = Spell(began: now, rateBefore: rate)
      climb = nil
      set(rate * Self.firstCut, at: now)
    } else if start >= changedAt, !trial.isInVain(at: now, share: recent.share) {
      // The answers to what was under way at the last change would say the same thing once more.
      slowDown(at: now)
    }
    let longer = max(.zero, now + pause - max(heldUntil, now))
    spell?.held += longer
    held += longer
    heldUntil = max(heldUntil, now + pause)
  }

  private mutating func countRefusal(at now: Duration) {
    let count = Count(time: now, letThrough: letThroughInAll)
    atLastRefusal = count
    guard let later = atEarlierRefusals?.1 else {
      atEarlierRefusals = (count, count)
      return
    }
    if now >= later.time * 2, now >= later.time + .seconds(2) { atEarlierRefusals = (later, count) }
  }

  private mutating func slowDown(at now: Duration) {
    guard var spell else { return }
    if let sudden = recent.change(from: spell.refused, of: spell.letThrough) {
      spell = Spell(
        began: sudden.began, rateBefore: spell.rateBefore, letThrough: sudden.letThrough,
        refused: sudden.refused)
      self.spell = spell
    }
    let allowed = min(rate, spell.allowed(at: now))
    if spell.letThrough == 0 {
      // It may be closed for a while, and then let through as much on average as before.
      let average = Double(letThroughInAll) / max(0.1, (now - (firstStart ?? .zero)).inSeconds)
      climb = Climb(factor: 4, top: min(spell.rateBefore, 1.25 * average), answers: 1)
    } else {
      climb = allowed < rate / 2 ? Climb(factor: 1.25, top: rate, answers: 8) : nil
    }
    set(allowed, at: now)
  }

  private mutating func set(_ newRate: Double, at now: Duration) {
    rate = min(ceiling, max(Self.floor, newRate))
    changedAt = now
  }

  private mutating func note(
    isRefused: Bool, startedAt start: Duration, at now: Duration, pause: Duration = .zero
  ) {
    if firstStart == nil { firstStart = start + (now - start) / 2 }
    recent.add(now, isRefused: isRefused)
    guard spell != nil, pause == .zero,
      let higher = trial.add(startedAt: start, at: now, isRefused: isRefused, rate: rate)
    else { return }
    climb = nil
    set(higher, at: now)
  }

  private mutating func grow(at now: Duration) {
    let time = max(0, (now - grownAt).inSeconds)
    grownAt = now
    guard rate < ceiling else { return }
    let quietTime = max(0, (now - max(lastRefusal, heldUntil)).inSeconds) / patience
    let quietAnswers = Double(letThroughSinceRefusal) / patience
    let byTime = 0.01 * time * (1 + quietTime / 5)
    let byAnswers = 0.0006 * (1 + quietAnswers / 15)
    rate = min(ceiling, rate * (1 + min(byTime, byAnswers) / patience))
  }
}

extension Duration {
  /// As a floating-point number, for rates.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}

import Model

/// A persona's numbers on one day: integers only, and each day computed on its own.
struct Figures: Sendable, Hashable {
  let fans: Int
  let likes: Int
  /// What only registered KOLs have; nil for the others.
  let commercial: Commercial?

  struct Commercial: Sendable, Hashable {
    let reads: Int
    let engagement: Int
    /// The median under the older rule; smaller.
    let olderEngagement: Int
    let picturePrice: Int
    let videoPrice: Int
    let notes: Int
    let notesOf30Days: Int
  }

  init(of persona: Persona, on day: CalendarDay) {
    let audience = persona.audience
    let noise = persona.noise
    let index = day.daysSinceEpoch
    let surge = Surge(of: persona.behaviour, on: day)

    let fans =
      audience.fans + grown(audience.fansPerWeek, until: day) + surge.fans
      + noise.drift(audience.fans / 500, spacing: 10, .fansDrift, index)
      + noise.jitter(audience.fans / 2_000, .fansJitter, index)
    self.fans = max(fans, 100)
    let likes =
      audience.likes + grown(audience.likesPerWeek, until: day) + surge.fans * 9
      + noise.drift(audience.likesPerWeek / 4, spacing: 10, .likesDrift, index)
    self.likes = max(likes, 1_000)
    commercial =
      persona.isRegistered(on: day)
      ? Commercial(of: persona, on: day, attentionPermille: surge.attentionPermille) : nil
  }
}

extension Figures.Commercial {
  fileprivate init?(of persona: Persona, on day: CalendarDay, attentionPermille: Int) {
    guard let price = persona.prices.last(where: { $0.from <= day }) ?? persona.prices.first else {
      return nil
    }
    let noise = persona.noise
    let index = day.daysSinceEpoch
    // A median of 30 days moves little from one day to the next.
    let mood =
      1_000 + noise.drift(50, spacing: 9, .readsDrift, index)
      + noise.jitter(4, .readsJitter, index) + [-3, -4, -2, 0, 2, 5, 4][weekday(day)]
    let reads = persona.audience.reads * attentionPermille / 1_000 * mood / 1_000
    let response =
      1_000 + noise.drift(40, spacing: 9, .engagementDrift, index)
      + noise.jitter(6, .engagementJitter, index)
    let engagement = reads * persona.audience.engagementPermille / 1_000 * response / 1_000
    let older = engagement * (820 + noise.drift(25, spacing: 9, .olderEngagementDrift, index)) / 1_000
    let notes = persona.cooperationNotes(on: day)
    self.init(
      reads: max(reads, 1), engagement: max(engagement, 1), olderEngagement: max(older, 1),
      picturePrice: price.picture, videoPrice: price.video, notes: notes,
      notesOf30Days: notes - persona.cooperationNotes(on: day.advanced(by: -30)))
  }
}

/// What a behaviour adds to the plain growth.
private struct Surge {
  var fans = 0
  var attentionPermille = 1_000

  init(of behaviour: SandboxKOL.Behaviour, on day: CalendarDay) {
    let elapsed = day.days(since: Sandbox.firstDay)
    switch behaviour {
    case .viral:
      let days = elapsed - 45
      guard days >= 0 else { return }
      let shares = [60, 210, 430, 640, 790, 890, 950, 985]
      fans = days < shares.count ? 26_400 * shares[days] / 1_000 : 26_400
      // The median follows when half of its 30 days have seen the new readers.
      attentionPermille = 1_000 + 6_000 * min(max(days - 3, 0), 15) / 15
    case .declining:
      attentionPermille = min(max(1_000 - 3 * elapsed, 250), 1_400)
    case .published, .steady, .unregistered, .freshlyRegistered, .priceChange, .missingDays:
      break
    }
  }
}

extension Persona {
  /// How many cooperation notes there are by a day: it never falls, and starts at the registration.
  fileprivate func cooperationNotes(on day: CalendarDay) -> Int {
    guard isRegistered(on: day) else { return 0 }
    let start = behaviour == .freshlyRegistered ? SandboxKOL.registrationDay : Sandbox.firstDay
    return max(cooperation.notes + published(until: day) - published(until: start), 0)
  }

  /// Counts one note in each period, on a day of its own.
  private func published(until day: CalendarDay) -> Int {
    let (period, rest) = flooredDivision(day.daysSinceEpoch, by: cooperation.daysPerNote)
    return period + (rest >= noise.below(cooperation.daysPerNote, .noteDay, period) ? 1 : 0)
  }
}

/// Growth since ``Sandbox/firstDay``; the weekend has the largest shares of a week.
private func grown(_ perWeek: Int, until day: CalendarDay) -> Int {
  func total(_ day: CalendarDay) -> Int {
    let week = flooredDivision(day.daysSinceEpoch + 3, by: 7).quotient
    return perWeek * week + perWeek * [11, 22, 34, 46, 60, 81, 100][weekday(day)] / 100
  }
  return total(day) - total(Sandbox.firstDay)
}

/// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
private func weekday(_ day: CalendarDay) -> Int {
  flooredDivision(day.daysSinceEpoch + 3, by: 7).remainder
}

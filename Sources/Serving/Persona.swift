import Model

/// What makes one synthetic KOL different from another.
struct Persona: Sendable {
  let id: String
  let behaviour: SandboxKOL.Behaviour
  let description: Localized
  let identity: Identity
  let audience: Audience
  /// Price lists, oldest first; the first one holds from the beginning of time.
  let prices: [PriceList]
  let cooperation: Cooperation

  /// The words of a profile.
  struct Identity: Sendable {
    let name: String
    let redID: String
    let location: String
    let gender: String
    let level: Int
    let personalTags: [String]
    let contentTags: [(topic: String, details: [String])]
    let featureTags: [String]
    let travelAreas: [String]
  }

  /// Sizes on ``Sandbox/firstDay`` and how they grow.
  struct Audience: Sendable {
    let fans: Int
    /// Negative where followers leave.
    let fansPerWeek: Int
    let likes: Int
    let likesPerWeek: Int
    /// The reading median.
    let reads: Int
    /// Interactions for a thousand readings.
    let engagementPermille: Int
  }

  /// Prices in CNY from a day on.
  struct PriceList: Sendable {
    let from: CalendarDay
    let picture: Int
    let video: Int
  }

  /// Cooperation notes: how many on ``Sandbox/firstDay``, and one more in each so many days.
  struct Cooperation: Sendable {
    let notes: Int
    let daysPerNote: Int
  }

  var noise: Noise { Noise(id: id) }

  func isRegistered(on day: CalendarDay) -> Bool {
    switch behaviour {
    case .unregistered: false
    case .freshlyRegistered: day >= SandboxKOL.registrationDay
    case .published, .steady, .viral, .declining, .priceChange, .missingDays: true
    }
  }

  /// Whether the API fails to collect the profile on a day.
  func isMissing(on day: CalendarDay) -> Bool {
    guard behaviour == .missingDays, day != Sandbox.demoDay else { return false }
    switch day.days(since: Self.longGap) {
    case 0...4: return true
    case -1, 5: return false  // the gap is five days long, not more
    default: return noise.below(13, .missingDay, day.daysSinceEpoch) == 0
    }
  }

  /// 2026-10-01, the first of five days without a reply.
  private static let longGap = Sandbox.demoDay.advanced(by: -52)
}

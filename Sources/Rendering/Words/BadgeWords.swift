import Markup
import Model

/// The badges of a KOL's own page in the words of a language, ready for any page.
struct BadgeWords: Sendable {
  /// By the raw value of ``StateBadge``, without the day.
  private let states: [HTML]
  private let tiers: [Tier: HTML]
  private let registered: HTML
  private let notRegistered: HTML
  private let lowActive: HTML
  /// Up to the word.
  private let level: HTML
  private let health: HealthWords
  private let olderData: OlderDataWords
  private let levelField: Int?
  private let lowActiveField: Int?

  init(_ wording: Wording) {
    func open(_ style: String, _ text: String) -> HTML {
      .written { html in
        html.appendLiteral("<li class=\"badge ")
        html.appendAttribute(style)
        html.appendLiteral("\">")
        html.appendText(text)
      }
    }
    func badge(_ style: String, _ text: String) -> HTML {
      .written { html in
        html.append(open(style, text))
        html.appendLiteral("</li>")
      }
    }
    let labels = wording.labels
    states = StateBadge.allCases.map { open($0.style, $0.label.map { labels[$0] } ?? "") }
    tiers = Dictionary(
      uniqueKeysWithValues: Tier.allCases.map { ($0, badge("is-neutral", wording.text(of: $0))) })
    registered = badge("is-good", labels[.registered])
    notRegistered = badge("is-neutral", labels[.notRegistered])
    lowActive = badge("is-bad", labels[.lowActive])
    health = HealthWords(wording)
    olderData = OlderDataWords(wording)
    let catalog = FieldCatalog.builtIn
    let name = catalog.field("currentLevel")?.label?[wording.language]
    level = open("is-neutral", "\(name ?? "") ")
    levelField = name == nil ? nil : catalog.index(of: "currentLevel")
    lowActiveField = catalog.index(of: "lowActive")
  }

  func append(_ kol: KOLReport, to html: inout MarkupBuffer) {
    html.appendLiteral("<ul class=\"badges\">")
    let (state, day) = StateBadge.of(kol)
    html.append(states[state.rawValue])
    if let day {
      if state.label != nil { html.appendLiteral(" · ") }
      olderData.append(day, to: &html)
    }
    html.appendLiteral("</li>")
    if let tier = kol.tier, let badge = tiers[tier] { html.append(badge) }
    if let profile = kol.snapshot?.profile { append(profile, to: &html) }
    html.appendLiteral("</ul>\n")
  }

  private func append(_ profile: Profile, to html: inout MarkupBuffer) {
    html.append(profile.isRegistered ? registered : notRegistered)
    if let levelField, case .number(let number) = profile.values[levelField] {
      html.append(level)
      if let word = health[number] {
        html.append(word)
      } else {
        html.append(millionths: number.millionths)
      }
      html.appendLiteral("</li>")
    }
    if let lowActiveField, case .flag(true) = profile.values[lowActiveField] { html.append(lowActive) }
  }
}

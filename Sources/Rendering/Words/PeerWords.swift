import Markup
import Model

/// Peer groups and ranks in the words of a language, ready for any page; the texts are those of ``Wording``.
struct PeerWords: Sendable {
  private let roster: HTML
  private let tiers: [Tier: HTML]
  /// What stands before a name.
  private let group: HTML
  private let category: HTML
  private let percentile: Phrase

  init(_ wording: Wording) {
    roster = .text(wording.text(of: .roster))
    tiers = Dictionary(
      uniqueKeysWithValues: Tier.allCases.map { ($0, .text(wording.text(of: PeerGroup.tier($0)))) })
    group = .text(wording.text(of: .group("")))
    category = .text(wording.text(of: .category("")))
    percentile = Phrase(.percentile, ["rank"], of: wording.labels)
  }

  /// The name of a group; those of groups and categories are untrusted text.
  func append(_ peers: PeerGroup, to html: inout MarkupBuffer) {
    switch peers {
    case .roster: html.append(roster)
    case .tier(let tier): tiers[tier].map { html.append($0) }
    case .group(let name):
      html.append(group)
      html.appendText(name)
    case .category(let name):
      html.append(category)
      html.appendText(name)
    }
  }

  /// A percentile rank of 0 to 1 in whole hundredths, 1 to 99: nobody stands above everyone, themselves included.
  func append(percentile rank: Quantity, to html: inout MarkupBuffer) {
    let hundredth = rank.rounded(to: UInt64(Quantity.scale / 100))
    percentile.append(to: &html) { _, html in html.append(integer: Int(min(99, max(1, hundredth)))) }
  }
}

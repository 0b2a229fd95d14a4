import Markup
import Model

/// ```` ```facts ````: who the KOL is: picture or initials, state, what the profile says in words, and links.
struct FactsBlock {
  let kol: KOLReport
  let wording: Wording
  /// From the page to the top of the site.
  let siteRoot: String
  /// From the page to the folder of its language.
  let rootPath: String
  /// The pages of the KOL's groups.
  let groups: [NamedPage]

  func html() -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<div class=\"facts\">\n")
    if let avatar = kol.avatar { append(avatar, to: &html) } else { appendInitial(to: &html) }
    html.appendLiteral("<div>\n")
    appendBadges(to: &html)
    html.appendLiteral("<dl>\n")
    for (key, texts) in facts where !texts.isEmpty {
      html.appendLiteral("<div><dt>")
      html.appendText(wording.labels[key])
      html.appendLiteral("</dt>")
      for text in texts {
        html.appendLiteral("<dd>")
        html.appendIsolated(text)
        html.appendLiteral("</dd>")
      }
      html.appendLiteral("</div>\n")
    }
    appendGroups(to: &html)
    appendSnapshot(to: &html)
    appendLinks(to: &html)
    html.appendLiteral("</dl>\n</div>\n</div>\n")
    return HTML(html)
  }

  /// What the profile says in words; empty texts and lists are left out.
  private var facts: [(Labels.Key, [String])] {
    guard let profile = kol.snapshot?.profile else {
      return []
    }
    func text(_ key: String) -> [String] {
      profile[key].text.flatMap { $0.utf8.isEmpty ? nil : [$0] } ?? []
    }
    return [
      (.xiaohongshuID, text("redId")),
      (.location, text("location")),
      (.gender, text("gender")),
      (.agency, agency(in: profile["noteSign"])),
      (.contentCategories, profile.contentCategories.map(text(of:))),
      (.features, profile["featureTags"].strings),
      (.persona, profile["personalTags"].strings),
      (.industries, text("tradeType")),
    ]
  }

  /// `家居家装 › 家居用品`.
  private func text(of category: Profile.Category) -> String {
    category.details.isEmpty
      ? category.name : "\(category.name) › \(category.details.joined(separator: ", "))"
  }

  private func agency(in value: FieldValue) -> [String] {
    guard case .object(let members) = value,
      case .string(let name)? = JSONValue.object(members)["name"], !name.utf8.isEmpty
    else { return [] }
    return [name]
  }

  private func appendGroups(to html: inout MarkupBuffer) {
    if groups.isEmpty { return }
    html.appendLiteral("<div><dt>")
    html.appendText(wording.labels[.groups])
    html.appendLiteral("</dt>")
    for group in groups {
      html.appendLiteral("<dd><a href=\"")
      html.appendAttribute("\(rootPath)group/\(group.slug)/index.html")
      html.appendLiteral("\">")
      html.appendIsolated(group.name)
      html.appendLiteral("</a></dd>")
    }
    html.appendLiteral("</div>\n")
  }

  private func appendBadges(to html: inout MarkupBuffer) {
    html.appendLiteral("<ul class=\"badges\">")
    for badge in badges {
      html.appendLiteral("<li class=\"badge ")
      html.appendAttribute(badge.style)
      html.appendLiteral("\">")
      html.appendText(badge.text)
      html.appendLiteral("</li>")
    }
    html.appendLiteral("</ul>\n")
  }

  private var badges: [(style: String, text: String)] {
    let labels = wording.labels
    var badges: [(style: String, text: String)] = [wording.badge(of: kol)]
    if let tier = kol.tier { badges.append(("is-neutral", wording.text(of: tier))) }
    if let profile = kol.snapshot?.profile {
      badges.append(
        profile.isRegistered
          ? ("is-good", labels[.registered]) : ("is-neutral", labels[.notRegistered]))
      if let level = profile["currentLevel"].number,
        let label = FieldCatalog.builtIn.field("currentLevel")?.label
      {
        let word = wording.text(ofHealthLevel: level) ?? level.description
        badges.append(("is-neutral", "\(label[wording.language]) \(word)"))
      }
      if profile["lowActive"].flag == true { badges.append(("is-bad", labels[.lowActive])) }
    }
    return badges
  }

  private func appendSnapshot(to html: inout MarkupBuffer) {
    guard let snapshot = kol.snapshot else { return }
    html.appendLiteral("<div><dt>")
    html.appendText(wording.labels[.snapshot])
    html.appendLiteral("</dt><dd>")
    html.appendTime(snapshot.day)
    html.appendLiteral(" <small>")
    html.appendText("\(snapshot.endpoint.name), \(snapshot.environment)")
    html.appendLiteral("</small></dd></div>\n")
    guard let recordTime = snapshot.profile.recordTime, !recordTime.utf8.isEmpty else { return }
    html.appendLiteral("<div><dt>")
    html.appendText(wording.labels[.recordTime])
    html.appendLiteral("</dt><dd>")
    html.appendIsolated(String(recordTime.unicodeScalars.prefix(16)))
    html.appendLiteral("</dd></div>\n")
  }

  private func appendLinks(to html: inout MarkupBuffer) {
    html.appendLiteral("<div><dt>")
    html.appendText(wording.labels[.links])
    html.appendLiteral("</dt><dd><a rel=\"noreferrer\" href=\"https://www.xiaohongshu.com/user/profile/")
    html.appendAttribute(kol.entry.id.text)
    html.appendLiteral("\">")
    html.appendText(wording.labels[.xiaohongshuProfile])
    html.appendLiteral(
      "</a></dd><dd><a rel=\"noreferrer\" href=\"https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/")
    html.appendAttribute(kol.entry.id.text)
    html.appendLiteral("\">")
    html.appendText(wording.labels[.pugongyingProfile])
    html.appendLiteral("</a></dd><dd><a href=\"")
    html.appendAttribute("\(rootPath)compare/index.html?with=\(kol.entry.id)")
    html.appendLiteral("\">")
    html.appendText(wording.labels[.compareThis])
    html.appendLiteral("</a></dd></div>\n")
  }

  /// The picture, which says nothing to those who do not see it: the name stands beside it.
  private func append(_ avatar: Avatar, to html: inout MarkupBuffer) {
    html.appendLiteral("<img class=\"avatar\" src=\"")
    html.appendAttribute(siteRoot + SiteDesign.path(of: avatar))
    html.appendLiteral("\" alt=\"\" width=\"")
    html.append(integer: avatar.width)
    html.appendLiteral("\" height=\"")
    html.append(integer: avatar.height)
    html.appendLiteral("\" loading=\"lazy\" decoding=\"async\">\n")
  }

  /// The first letter of the name on a disc whose hue depends on the id: what stands for a picture.
  private func appendInitial(to html: inout MarkupBuffer) {
    let hue = kol.entry.id.text.utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) } % 6
    html.appendLiteral("<svg class=\"initial hue")
    html.append(integer: Int(hue))
    // What the style sheet says too, for a page that was sent without it.
    html.appendLiteral(
      "\" viewBox=\"0 0 64 64\" width=\"72\" height=\"72\" aria-hidden=\"true\" focusable=\"false\">")
    html.appendLiteral(
      "<circle cx=\"32\" cy=\"32\" r=\"32\" fill=\"#666\"/><text x=\"32\" y=\"33\" fill=\"#fff\"")
    html.appendLiteral(" font-size=\"28\" text-anchor=\"middle\" dominant-baseline=\"central\">")
    let letter = String(String(kol.name.prefix(1)).unicodeScalars.prefix(8))
    html.appendText(letter.uppercased())
    html.appendLiteral("</text></svg>\n")
  }
}

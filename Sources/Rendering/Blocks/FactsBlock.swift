import Markup
import Model
import Templating

/// ```` ```facts ````: who the KOL is: picture or initials, state, what the profile says in words, and links.
struct FactsBlock: ProfileBlock {
  static let kind = BlockKind(
    name: "facts", summary: "picture (class `avatar`) or initials, state, identity, tags and links")

  private let badges: BadgeWords
  private let facts: [Fact]
  private let groups: HTML
  private let snapshot: HTML
  private let recordTime: HTML
  private let links: Links

  /// Something that a profile says in words.
  private struct Fact {
    /// Up to the first text.
    let head: HTML
    /// The place of its field in the catalogue.
    let index: Int
    let form: Form

    enum Form {
      case text
      case strings
      case categories
      case agency
    }
  }

  /// What stands before, between and behind the addresses.
  private struct Links {
    let head: HTML
    let afterProfile: HTML
    let afterOffers: HTML
    let tail: HTML
  }

  init(_ options: BlockOptions, wording: Wording) {
    func head(_ key: Labels.Key) -> HTML {
      .written { html in
        html.appendLiteral("<div><dt>")
        html.appendText(wording.labels[key])
        html.appendLiteral("</dt>")
      }
    }
    func fact(_ key: Labels.Key, _ field: String, _ form: Fact.Form) -> Fact? {
      FieldCatalog.builtIn.index(of: field).map { Fact(head: head(key), index: $0, form: form) }
    }
    badges = BadgeWords(wording)
    facts = [
      fact(.xiaohongshuID, "redId", .text), fact(.location, "location", .text),
      fact(.gender, "gender", .text), fact(.agency, "noteSign", .agency),
      fact(.contentCategories, "contentTags", .categories), fact(.features, "featureTags", .strings),
      fact(.persona, "personalTags", .strings), fact(.industries, "tradeType", .text),
    ].compactMap { $0 }
    groups = head(.groups)
    snapshot = head(.snapshot)
    recordTime = head(.recordTime)
    func text(_ key: Labels.Key) -> HTML { .text(wording.labels[key]) }
    links = Links(
      head: .written { html in
        html.append(head(.links))
        html.appendLiteral("<dd><a rel=\"noreferrer\" href=\"https://www.xiaohongshu.com/user/profile/")
      },
      afterProfile: .written { html in
        html.appendLiteral("\">")
        html.append(text(.xiaohongshuProfile))
        html.appendLiteral("</a></dd><dd><a rel=\"noreferrer\" href=\"")
        html.appendLiteral("https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/")
      },
      afterOffers: .written { html in
        html.appendLiteral("\">")
        html.append(text(.pugongyingProfile))
        html.appendLiteral("</a></dd><dd><a href=\"")
      },
      tail: .written { html in
        html.appendLiteral("\">")
        html.append(text(.compareThis))
        html.appendLiteral("</a></dd></div>\n")
      })
  }

  func write(_ page: ProfilePage, to output: inout PageOutput) {
    let kol = page.kol
    output.html.appendLiteral("<div class=\"facts\">\n")
    if let avatar = kol.avatar {
      append(avatar, siteRoot: page.siteRoot, to: &output.html)
    } else {
      appendInitial(of: kol, to: &output.html)
    }
    output.html.appendLiteral("<div>\n")
    badges.append(kol, to: &output.html)
    output.html.appendLiteral("<dl>\n")
    if let profile = kol.snapshot?.profile {
      for fact in facts { append(fact, of: profile, to: &output.html) }
    }
    append(page.groups, rootPath: page.rootPath, to: &output.html)
    append(kol.snapshot, to: &output.html)
    appendLinks(to: kol.entry.id, rootPath: page.rootPath, to: &output.html)
    output.html.appendLiteral("</dl>\n</div>\n</div>\n")
  }

  /// What the profile says in words; empty texts and lists are left out.
  private func append(_ fact: Fact, of profile: Profile, to html: inout MarkupBuffer) {
    var isEmpty = true
    func append(_ write: (inout MarkupBuffer) -> Void) {
      if isEmpty { html.append(fact.head) }
      isEmpty = false
      html.appendLiteral("<dd><bdi>")
      write(&html)
      html.appendLiteral("</bdi></dd>")
    }
    switch (fact.form, profile.values[fact.index]) {
    case (.text, .text(let text)) where !text.utf8.isEmpty: append { $0.appendText(text) }
    case (.strings, .list(let items)):
      for case .string(let text) in items { append { $0.appendText(text) } }
    case (.categories, .list):
      for category in profile.contentCategories {
        append { html in
          // `家居家装 › 家居用品`.
          html.appendText(category.name)
          for (index, detail) in category.details.enumerated() {
            html.appendLiteral(index == 0 ? " › " : ", ")
            html.appendText(detail)
          }
        }
      }
    case (.agency, .object(let members)):
      guard case .string(let name)? = members.first(where: { $0.key.utf8.elementsEqual("name".utf8) })?.value,
        !name.utf8.isEmpty
      else { return }
      append { $0.appendText(name) }
    default: return
    }
    if !isEmpty { html.appendLiteral("</div>\n") }
  }

  private func append(_ pages: [NamedPage], rootPath: String, to html: inout MarkupBuffer) {
    if pages.isEmpty { return }
    html.append(groups)
    for page in pages {
      html.appendLiteral("<dd><a href=\"")
      html.appendAddress(of: .group(page.slug), rootPath: rootPath)
      html.appendLiteral("\">")
      html.appendIsolated(page.name)
      html.appendLiteral("</a></dd>")
    }
    html.appendLiteral("</div>\n")
  }

  private func append(_ snapshot: Snapshot?, to html: inout MarkupBuffer) {
    guard let snapshot else { return }
    html.append(self.snapshot)
    html.appendLiteral("<dd>")
    html.appendTime(snapshot.day)
    html.appendLiteral(" <small>")
    html.appendText(snapshot.endpoint.name)
    html.appendLiteral(", ")
    html.appendText(snapshot.environment)
    html.appendLiteral("</small></dd></div>\n")
    guard let time = snapshot.profile.recordTime, !time.utf8.isEmpty else { return }
    html.append(recordTime)
    html.appendLiteral("<dd>")
    html.appendIsolated(String(time.unicodeScalars.prefix(16)))
    html.appendLiteral("</dd></div>\n")
  }

  private func appendLinks(to id: KOLID, rootPath: String, to html: inout MarkupBuffer) {
    html.append(links.head)
    html.appendAttribute(id.text)
    html.append(links.afterProfile)
    html.appendAttribute(id.text)
    html.append(links.afterOffers)
    html.appendAddress(of: .compare, rootPath: rootPath)
    html.appendLiteral("?with=")
    html.appendAttribute(id.text)
    html.append(links.tail)
  }

  /// The picture, which says nothing to those who do not see it: the name stands beside it.
  private func append(_ avatar: Avatar, siteRoot: String, to html: inout MarkupBuffer) {
    html.appendLiteral("<img class=\"avatar\" src=\"")
    html.appendAttribute(siteRoot)
    html.appendAttribute(SiteDesign.path(of: avatar))
    html.appendLiteral("\" alt=\"\" width=\"")
    html.append(integer: avatar.width)
    html.appendLiteral("\" height=\"")
    html.append(integer: avatar.height)
    html.appendLiteral("\" loading=\"lazy\" decoding=\"async\">\n")
  }

  /// The first letter of the name on a disc whose hue depends on the id: what stands for a picture.
  private func appendInitial(of kol: KOLReport, to html: inout MarkupBuffer) {
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

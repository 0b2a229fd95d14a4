import Markup
import Model
import Templating

/// The names that templates can use, and their values for one page.
///
/// Shape and value of a name stand side by side, so that a tag that passes the check has a value.
struct PageContext {
  let report: Report
  let labels: Labels
  let generator: String
  /// Of the brand; nil for none.
  let client: String?

  /// Names on every page.
  /// A label is a name only where every language of the site has it.
  static func siteShape(labels: [Labels]) -> [String: TemplateShape] {
    let all = labels.map { Set($0.texts.keys) }
    let keys = all.dropFirst().reduce(all.first ?? []) { $0.intersection($1) }
    return [
      "site": .record([
        "title": .text, "asOf": .text, "timeZone": .text, "kolCount": .text, "freshCount": .text,
        "coveredCount": .text, "isSample": .flag, "notice": .text, "generator": .text, "client": .text,
      ]),
      "labels": .record(Dictionary(keys.map { ($0, .text) }, uniquingKeysWith: { first, _ in first })),
    ]
  }

  func site() -> [String: TemplateValue] {
    [
      "site": .record([
        "title": .text(report.title), "asOf": .text(report.asOf.description),
        "timeZone": .text(report.timeZone), "kolCount": .text(String(report.kols.count)),
        "freshCount": .text(String(report.currentCount)),
        "coveredCount": .text(String(report.coveredCount)),
        "isSample": .flag(report.hasSampleData),
        "notice": Wording(labels: labels).notice(of: report).map { .text($0) } ?? .missing,
        "generator": .text(generator),
        "client": client.map { .text($0) } ?? .missing,
      ]),
      "labels": .record(labels.texts.mapValues { .text($0) }),
    ]
  }

  /// Names on a KOL's page.
  static let kolShape: [String: TemplateShape] = [
    "kol": .record([
      "id": .text, "name": .text, "note": .text, "groups": .list(of: .text), "notice": .text,
      "snapshotDay": .text, "profileURL": .url, "pugongyingURL": .url,
    ])
  ]

  func kol(_ kol: KOLReport) -> [String: TemplateValue] {
    let wording = Wording(labels: labels)
    return [
      "kol": .record([
        "id": .text(kol.entry.id.text), "name": .text(kol.name),
        "note": kol.entry.note.map { .text($0) } ?? .missing,
        "groups": .list(kol.entry.groups.map { .text($0) }),
        "notice": wording.notice(of: kol).map { .text($0) } ?? .missing,
        "snapshotDay": kol.snapshot.map { .text($0.day.description) } ?? .missing,
        "profileURL": .url(
          SafeURL("https://www.xiaohongshu.com/user/profile/\(kol.entry.id)")),
        "pugongyingURL": .url(
          SafeURL("https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/\(kol.entry.id)")),
      ])
    ]
  }

  /// Names on the page of a group or a basket.
  static let namedShape: [String: TemplateShape] = ["page": .record(["name": .text])]

  func named(_ page: NamedPage) -> [String: TemplateValue] {
    ["page": .record(["name": .text(page.name)])]
  }

  /// Names in the frame around every page.
  static let frameShape: [String: TemplateShape] = [
    "content": .html,
    "page": .record([
      "title": .text, "language": .text, "stylesheet": .url, "home": .url,
      "menu": .list(of: .record(["title": .text, "url": .url, "isCurrent": .flag])),
      "feeds": .list(of: .record(["type": .text, "url": .url])),
      "scripts": .list(of: .record(["url": .url])),
      "logos": .list(of: .record(["url": .url, "width": .text, "height": .text])), "asOf": .text,
      "hasOtherDays": .flag,
      "otherDays": .list(of: .record(["title": .text, "url": .url])),
      "alternates": .list(of: .record(["language": .text, "name": .text, "url": .url])),
    ]),
  ]
}

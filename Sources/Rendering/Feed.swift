import Markup
import Model

/// The changes for feed readers: `changes/feed.xml` (Atom, RFC 4287) and `changes/feed.json` (JSON Feed 1.1).
///
/// An entry a day with changes. The site does not know its own address, so ids are URNs that follow from the archive's
/// beginning and the day: they are the project's own, outlive its title, and nothing in a feed depends on where it is.
struct Feed {
  let report: Report
  let wording: Wording

  static let formats = [
    (name: "feed.xml", type: "application/atom+xml"), (name: "feed.json", type: "application/feed+json"),
  ]

  var files: [(name: String, bytes: [UInt8])] {
    [("feed.xml", atom()), ("feed.json", json())]
  }

  private var lists: [ChangeList] { report.changes.filter { !$0.changes.isEmpty } }

  private var title: String { wording.labels.text(.feedTitle, [("title", report.title)]) }

  /// Of the newest entry, so that a feed without news stays as it is.
  private var updated: String { lists.first.map(time) ?? "\(report.asOf)T00:00:00Z" }

  private func time(of list: ChangeList) -> String {
    list.fetchedAt.map(\.description) ?? "\(list.to)T00:00:00Z"
  }

  private var id: String { "urn:kolsite:\(report.origin):\(wording.language.rawValue):changes" }

  private func atom() -> [UInt8] {
    var xml = MarkupBuffer()
    xml.appendLiteral("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
    xml.appendLiteral("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"")
    xml.appendAttribute(wording.language.tag)
    xml.appendLiteral("\">\n<id>")
    xml.appendText(id)
    xml.appendLiteral("</id>\n<title>")
    xml.appendText(title)
    xml.appendLiteral("</title>\n<updated>")
    xml.appendText(updated)
    xml.appendLiteral("</updated>\n<author><name>")
    xml.appendText(report.title)
    xml.appendLiteral("</name></author>\n<link rel=\"alternate\" type=\"text/html\" href=\"index.html\"/>\n")
    for list in lists {
      xml.appendLiteral("<entry>\n<id>")
      xml.appendText("\(id):\(list.to)")
      xml.appendLiteral("</id>\n<title>")
      xml.appendText(list.to.description)
      xml.appendLiteral("</title>\n<updated>")
      xml.appendText(time(of: list))
      xml.appendLiteral("</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"index.html#d")
      xml.appendAttribute(list.to.description)
      xml.appendLiteral("\"/>\n<content type=\"html\">")
      xml.appendText(content(of: list))
      xml.appendLiteral("</content>\n</entry>\n")
    }
    xml.appendLiteral("</feed>\n")
    return xml.bytes
  }

  private func json() -> [UInt8] {
    var json = MarkupBuffer()
    json.appendLiteral("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":")
    json.appendJSONString(title)
    json.appendLiteral(",\"language\":")
    json.appendJSONString(wording.language.tag)
    json.appendLiteral(",\"items\":[")
    for (index, list) in lists.enumerated() {
      json.appendLiteral(index == 0 ? "\n" : ",\n")
      json.appendLiteral("{\"id\":")
      json.appendJSONString("\(id):\(list.to)")
      json.appendLiteral(",\"title\":")
      json.appendJSONString(list.to.description)
      json.appendLiteral(",\"date_published\":")
      json.appendJSONString(time(of: list))
      json.appendLiteral(",\"content_html\":")
      json.appendJSONString(content(of: list))
      json.appendLiteral("}")
    }
    json.appendLiteral("\n]}\n")
    return json.bytes
  }

  /// The day's changes as HTML without links: a feed may be read anywhere.
  private func content(of list: ChangeList) -> String {
    var html = MarkupBuffer()
    html.appendLiteral("<ul>")
    for (_, changes) in list.byKOL {
      for change in changes {
        html.appendLiteral("<li>")
        html.appendIsolated(change.name)
        html.appendLiteral(": ")
        html.appendIsolated(wording.text(of: change.kind))
        html.appendNote(change.dataDay.map(wording.olderData))
        html.appendLiteral("</li>")
      }
    }
    html.appendLiteral("</ul>")
    return String(decoding: html.bytes, as: UTF8.self)
  }
}

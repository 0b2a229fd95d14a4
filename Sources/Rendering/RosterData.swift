import Markup
import Model

/// `data/roster.<language>.js`: every KOL with the cells of the columns that some page shows, for the two scripts.
///
/// A script and not JSON, because a page that is opened from a disk may load nothing else. A cell is `[key, text]`, or
/// `[reason]` where there is no value; `key` is null for a column that is not sorted.
struct RosterData {
  let report: Report
  let wording: Wording
  let groups: [NamedPage]
  let columns: [RosterColumn]

  static func path(in language: Language) -> String { "data/roster.\(language.rawValue).js" }

  func bytes() -> [UInt8] {
    var js = MarkupBuffer()
    js.appendLiteral("window.kolsiteRoster={\"columns\":[")
    for (index, column) in columns.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.appendJSONString(column.name)
    }
    js.appendLiteral("],\"kols\":[")
    for (index, kol) in report.kols.enumerated() {
      js.appendLiteral(index == 0 ? "\n" : ",\n")
      append(kol, to: &js)
    }
    js.appendLiteral("\n]};\n")
    return js.bytes
  }

  private func append(_ kol: KOLReport, to js: inout MarkupBuffer) {
    js.appendLiteral("{\"id\":")
    js.appendJSONString(kol.entry.id.text)
    js.appendLiteral(",\"name\":")
    js.appendJSONString(kol.name)
    if let badge = wording.rosterBadge(of: kol) {
      js.appendLiteral(",\"badge\":[")
      js.appendJSONString(badge.style)
      js.appendLiteral(",")
      js.appendJSONString(badge.text)
      js.appendLiteral("]")
    }
    js.appendLiteral(",\"groups\":[")
    let places = groups.indices.filter { index in
      kol.entry.groups.contains { $0.utf8.elementsEqual(groups[index].name.utf8) }
    }
    for (index, place) in places.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.append(integer: place)
    }
    js.appendLiteral("],\"tier\":")
    js.appendJSONString(kol.tier?.rawValue ?? "")
    js.appendLiteral(",\"price\":")
    append(kol.figure("picturePrice")?.reading.value, to: &js)
    js.appendLiteral(",\"cells\":[")
    for (index, column) in columns.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.appendLiteral("[")
      switch column.cell(of: kol, wording) {
      case .missing(let reason): js.appendJSONString(reason)
      case .text(let text, let detail, let key):
        append(key, to: &js)
        js.appendLiteral(",")
        js.appendJSONString(detail.map { "\(text) · \($0)" } ?? text)
      }
      js.appendLiteral("]")
    }
    js.appendLiteral("]}")
  }

  private func append(_ number: Quantity?, to js: inout MarkupBuffer) {
    if let number {
      js.append(HTML(trusted: Array(number.description.utf8)))
    } else {
      js.appendLiteral("null")
    }
  }
}

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
  /// For each KOL the places of its groups.
  let groupPlaces: [KOLID: [Int]]
  let columns: [RosterColumn]

  static func path(in language: Language) -> String { "data/roster.\(language.rawValue).js" }

  func bytes() -> [UInt8] {
    let words = RosterWords(wording, .json)
    // About as long as a row is; a long roster's would be copied many times on its way there.
    var js = MarkupBuffer(capacity: report.kols.count * (200 + 40 * columns.count))
    js.appendLiteral("window.kolsiteRoster={\"columns\":[")
    for (index, column) in columns.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.appendJSONString(column.name)
    }
    js.appendLiteral("],\"groups\":[")
    for (index, group) in groups.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.appendJSONString(group.slug)
    }
    js.appendLiteral("],\"kols\":[")
    for (index, kol) in report.kols.enumerated() {
      js.appendLiteral(index == 0 ? "\n" : ",\n")
      append(kol, words, to: &js)
    }
    js.appendLiteral("\n]};\n")
    return js.bytes
  }

  private func append(_ kol: RosterRow, _ words: RosterWords, to js: inout MarkupBuffer) {
    js.appendLiteral("{\"id\":")
    js.appendJSONString(kol.entry.id.text)
    js.appendLiteral(",\"name\":")
    js.appendJSONString(kol.name)
    if let badge = kol.rosterBadge {
      js.appendLiteral(",\"badge\":[\"")
      js.appendJSONText(badge.state.style)
      js.appendLiteral("\",\"")
      words.append(badge, to: &js)
      js.appendLiteral("\"]")
    }
    js.appendLiteral(",\"groups\":[")
    for (index, place) in (groupPlaces[kol.entry.id] ?? []).enumerated() {
      if index > 0 { js.appendLiteral(",") }
      js.append(integer: place)
    }
    js.appendLiteral("],\"tier\":")
    js.appendJSONString(kol.tier?.rawValue ?? "")
    js.appendLiteral(",\"price\":")
    append(kol.picturePrice, to: &js)
    if let series = kol.followers {
      appendTrend(
        SeriesChart(series: series, asOf: report.asOf, window: 90, wording: wording)
          .coarseLine(points: 12, height: 22), to: &js)
    }
    js.appendLiteral(",\"cells\":[")
    for (index, column) in columns.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      let cell = column.cell(of: kol)
      js.appendLiteral("[")
      if !cell.isMissing {
        append(cell.key, to: &js)
        js.appendLiteral(",")
      }
      js.appendLiteral("\"")
      words.appendWithDetail(cell, to: &js)
      js.appendLiteral("\"]")
    }
    js.appendLiteral("]}")
  }

  private func appendTrend(_ heights: [Int64?], to js: inout MarkupBuffer) {
    js.appendLiteral(",\"trend\":[")
    for (index, height) in heights.enumerated() {
      if index > 0 { js.appendLiteral(",") }
      if let height { js.append(integer: Int(height)) } else { js.appendLiteral("null") }
    }
    js.appendLiteral("]")
  }

  private func append(_ number: Quantity?, to js: inout MarkupBuffer) {
    if let number {
      js.append(millionths: number.millionths)
    } else {
      js.appendLiteral("null")
    }
  }
}

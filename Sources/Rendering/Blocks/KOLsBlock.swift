import Markup
import Model

/// ```` ```kols ````: the KOLs of a page as a table, sorted before anybody needs a script.
///
/// `assets/roster.js` sorts and filters it; what it needs stands in `data-` attributes: on the table's box where the
/// rest of a long roster is, on a header the column's name and set, on a row groups, tier and price, on a cell the value.
struct KOLsBlock {
  let report: Report
  let wording: Wording
  let place: Place

  /// Where a table stands.
  struct Place {
    /// From the page to the folder of the language: `../../` or nothing.
    var rootPath: String
    /// From the page to the data of the whole roster.
    let dataPath: String
    /// All groups of the roster with their pages, in the order of their first KOL.
    let groups: [NamedPage]
    /// For each KOL the places of its groups.
    let groupPlaces: [KOLID: [Int]]
    /// Whether the further parts of a long roster follow this page: they have all KOLs in the order of the followers.
    var hasParts = false
    /// How many KOLs the whole roster has.
    let rosterCount: Int
    /// The place among ``groups`` of the one that the page is about; nil for a page of the whole roster.
    var group: Int?
    /// Which part of a long roster the page has, 1 and up.
    var part = 1
  }

  /// More rows than this are on further pages.
  static let rowsOnAPage = 200

  static func pageCount(of kols: Int) -> Int {
    max(1, (kols + rowsOnAPage - 1) / rowsOnAPage)
  }

  func html(columns: [RosterColumn], sortedBy sort: RosterColumn?, ascending: Bool, limit: Int?) -> HTML {
    var html = MarkupBuffer()
    let sorted = order(by: sort, ascending: ascending)
    let whole = sorted.prefix(limit ?? sorted.count)
    let shown = whole.dropFirst((place.part - 1) * Self.rowsOnAPage).prefix(Self.rowsOnAPage)
    openBox(isWhole: shown.count == report.kols.count, limit: limit, to: &html)
    appendFilters(columns: columns, to: &html)
    html.openTable(caption: "\(wording.labels[.kols]) · \(report.asOf)") { html in
      html.appendLiteral("<th scope=\"col\">")
      html.appendText(wording.labels[.name])
      html.appendLiteral("</th>")
      for column in columns {
        appendHeader(column, isSorted: column == sort, ascending: ascending, to: &html)
      }
    }
    for place in shown { appendRow(report.kols[place], columns: columns, to: &html) }
    html.closeTable()
    if shown.count < whole.count { appendPages(count: whole.count, to: &html) }
    html.appendLiteral("</div>\n")
    html.appendSources(of: columns, asOf: report.asOf, wording: wording)
    return HTML(html)
  }

  /// The places of the KOLs in their order: those without a value stand last in either direction; equal ones keep the
  /// order of the roster. Places, because a KOL is large and a long roster is sorted for each of its parts.
  private func order(by column: RosterColumn?, ascending: Bool) -> [Int] {
    guard let column else { return Array(report.kols.indices) }
    let keys = report.kols.map { column.key(of: $0) }
    return keys.indices.sorted { left, right in
      switch (keys[left], keys[right]) {
      case (let l?, let r?) where l != r: ascending ? l < r : l > r
      case (_?, nil): true
      case (nil, _?): false
      default: left < right
      }
    }
  }

  // MARK: Parts of the table

  private func openBox(isWhole: Bool, limit: Int?, to html: inout MarkupBuffer) {
    html.appendLiteral("<div class=\"roster\" data-roster data-root=\"")
    html.appendAttribute(place.rootPath)
    if !isWhole {
      html.appendLiteral("\" data-all=\"")
      html.appendAttribute(place.dataPath)
    }
    if let group = place.group {
      html.appendLiteral("\" data-group=\"")
      html.appendAttribute(place.groups[group].slug)
    }
    if let limit {
      html.appendLiteral("\" data-limit=\"")
      html.append(integer: limit)
    }
    html.appendLiteral("\">\n")
  }

  private func appendHeader(
    _ column: RosterColumn, isSorted: Bool, ascending: Bool, to html: inout MarkupBuffer
  ) {
    html.appendLiteral("<th scope=\"col\"")
    appendData("c", column.name, to: &html)
    if column.isSortable { html.appendLiteral(" data-sortable") }
    if let set = column.set {
      html.appendLiteral(" data-set=\"")
      html.appendAttribute(set.rawValue)
      html.appendLiteral("\"")
    }
    if isSorted {
      html.appendLiteral(ascending ? " aria-sort=\"ascending\"" : " aria-sort=\"descending\"")
    }
    html.appendLiteral(">")
    html.appendText(column.header(wording))
    html.appendLiteral("</th>")
  }

  private func appendRow(_ kol: KOLReport, columns: [RosterColumn], to html: inout MarkupBuffer) {
    html.appendLiteral("<tr")
    // The rows of a group's page are all in it.
    if place.group == nil {
      let slugs = (place.groupPlaces[kol.entry.id] ?? []).map { place.groups[$0].slug }
      appendData("g", slugs.joined(separator: " "), to: &html)
    }
    appendData("t", kol.tier?.rawValue ?? "", to: &html)
    appendData("p", kol.figure("picturePrice")?.reading.value?.description ?? "", to: &html)
    html.appendLiteral("><th scope=\"row\">")
    html.appendLink(to: kol.entry.id, name: kol.name, rootPath: place.rootPath)
    html.appendBadge(of: kol, wording: wording)
    html.appendLiteral("</th>")
    for column in columns { append(column, of: kol, to: &html) }
    html.appendLiteral("</tr>\n")
  }

  private func appendData(_ name: StaticString, _ value: String, to html: inout MarkupBuffer) {
    if value.utf8.isEmpty { return }
    html.appendLiteral(" data-")
    html.appendLiteral(name)
    html.appendLiteral("=\"")
    html.appendAttribute(value)
    html.appendLiteral("\"")
  }

  private func append(_ column: RosterColumn, of kol: KOLReport, to html: inout MarkupBuffer) {
    if column == .trend {
      html.appendLiteral("<td class=\"spark\">")
      if let series = kol.series("followers") {
        SeriesChart(series: series, asOf: report.asOf, window: 90, wording: wording)
          .appendSparkline(name: kol.name, to: &html)
      }
      html.appendLiteral("</td>")
      return
    }
    switch column.cell(of: kol, wording) {
    case .missing(let reason):
      html.appendLiteral("<td>")
      html.appendMissing(reason: reason)
    case .text(let text, let detail, let key):
      html.appendLiteral(column == .groups ? "<td class=\"text\"" : "<td")
      if let key { appendData("v", key.description, to: &html) }
      html.appendLiteral(">")
      if column == .groups { html.appendIsolated(text) } else { html.appendText(text) }
      if let detail {
        html.appendLiteral(" <small class=\"scope\">")
        html.appendText(detail)
        html.appendLiteral("</small>")
      }
    }
    html.appendLiteral("</td>")
  }

  // MARK: Around the table

  /// Hidden until the script that makes them work shows them.
  private func appendFilters(columns: [RosterColumn], to html: inout MarkupBuffer) {
    html.appendLiteral("<form class=\"filters\" hidden data-count=\"")
    html.appendAttribute(wording.labels[.filterCount])
    html.appendLiteral("\">\n<label>")
    html.appendText(wording.labels[.filterText])
    html.appendLiteral(" <input type=\"search\" name=\"q\" autocomplete=\"off\"></label>\n")
    if place.group == nil, !place.groups.isEmpty {
      let groups = place.groups.map { ($0.slug, $0.name) }
      appendSelect("group", label: .group, options: groups, to: &html)
    }
    appendSelect(
      "tier", label: .tier, options: Tier.allCases.map { ($0.rawValue, wording.text(of: $0)) }, to: &html)
    html.appendLiteral("<label>")
    html.appendText(wording.labels[.filterPrice])
    html.appendLiteral(" <input type=\"number\" name=\"price\" min=\"0\" step=\"100\"></label>\n")
    var sets: [Field.Group] = []
    for set in columns.compactMap(\.set) where !sets.contains(set) { sets.append(set) }
    if sets.count > 1 {
      let names = sets.map { ($0.rawValue, wording.labels.texts[$0.rawValue] ?? $0.rawValue) }
      appendSelect("set", label: .filterColumns, options: names, to: &html)
    }
    html.appendLiteral("<output></output>\n</form>\n")
  }

  private func appendSelect(
    _ name: StaticString, label: Labels.Key, options: [(value: String, text: String)],
    to html: inout MarkupBuffer
  ) {
    html.appendLiteral("<label>")
    html.appendText(wording.labels[label])
    html.appendLiteral(" <select name=\"")
    html.appendLiteral(name)
    html.appendLiteral("\"><option value=\"\">")
    html.appendText(wording.labels[.filterAll])
    html.appendLiteral("</option>")
    for option in options {
      html.appendLiteral("<option value=\"")
      html.appendAttribute(option.value)
      html.appendLiteral("\">")
      html.appendText(option.text)
      html.appendLiteral("</option>")
    }
    html.appendLiteral("</select></label>\n")
  }

  /// Where the rows are that the page has no room for: in the parts of the whole roster.
  private func appendPages(count: Int, to html: inout MarkupBuffer) {
    html.appendLiteral("<nav class=\"parts\" aria-label=\"")
    html.appendAttribute(wording.labels[.rosterParts])
    html.appendLiteral("\">")
    let counts = [("limit", String(Self.rowsOnAPage)), ("count", String(count))]
    html.appendText(wording.labels.text(place.hasParts ? .rosterPart : .shownOfElsewhere, counts))
    for part in 1...Self.pageCount(of: place.rosterCount) {
      html.appendLiteral(" <a href=\"")
      html.appendAttribute(place.rootPath + (part == 1 ? "" : "roster/\(part)/") + "index.html")
      html.appendLiteral(place.hasParts && part == place.part ? "\" aria-current=\"page\">" : "\">")
      html.append(integer: part)
      html.appendLiteral("</a>")
    }
    html.appendLiteral("</nav>\n")
  }
}

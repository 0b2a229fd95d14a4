import Markup
import Model
import Templating

/// ```` ```kols ````: the KOLs of a page as a table, sorted before anybody needs a script.
///
/// `assets/roster.js` sorts and filters it; what it needs stands in `data-` attributes: on the table's box where the
/// rest of a long roster is, on a header the column's name and set, on a row groups, tier and price, on a cell the value.
struct KOLsBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "kols",
    summary:
      "the KOLs as a table, 200 on a page; a script adds sorting, filters and column sets and keeps them in the address",
    options: [
      BlockOption(
        name: "columns", isRequired: true, values: .columns,
        summary: "metrics, `trend`, `growth7`, `growth30`, `growth90`, `groups`, `tier`, `snapshot`"),
      BlockOption(name: "sort", values: .column, summary: "a column"),
      BlockOption(
        name: "order", values: .oneOf(["descending", "ascending"]), summary: "`descending` or `ascending`"),
      BlockOption(name: "limit", values: .count),
    ])
  static let script: String? = "roster"

  let columns: [RosterColumn]
  private let sort: RosterColumn?
  private let isAscending: Bool
  /// The most rows on all pages together; nil for all.
  private let limit: Int?
  private let headers: HTML
  private let filters: RosterFilters
  private let sources: ColumnSources
  private let words: RosterWords
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    columns = try options.columns("columns")
    sort = try options.column("sort")
    isAscending = options.text("order") == "ascending"
    limit = try options.limit()
    let columns = columns.map { ColumnWords($0, wording) }
    let (sort, isAscending) = (sort, isAscending)
    headers = .written { html in
      html.appendLiteral("<th scope=\"col\">")
      html.appendText(wording.labels[.name])
      html.appendLiteral("</th>")
      for column in columns {
        html.appendHeader(column, isSorted: column.column == sort, isAscending: isAscending)
      }
    }
    filters = RosterFilters(self.columns, wording)
    sources = ColumnSources(columns, wording)
    words = RosterWords(wording, .markup)
    self.wording = wording
  }

  /// Where a table stands.
  struct Place {
    /// From the page to the folder of the language: `../../` or nothing.
    var rootPath: String
    /// From the page to the data of the whole roster.
    var dataPath: String
    /// All groups of the roster with their pages, in the order of their first KOL.
    let groups: [NamedPage]
    /// For each KOL the places of its groups.
    let groupPlaces: [KOLID: [Int]]
    /// Whether the further parts of a long roster follow this page: they have all KOLs in the order of the followers.
    var hasParts = false
    /// How many KOLs the whole roster has.
    var rosterCount: Int
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

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let (report, place) = (page.report, page.place)
    let sorted = order(of: report.kols)
    let whole = sorted.prefix(limit ?? sorted.count)
    let shown = whole.dropFirst((place.part - 1) * Self.rowsOnAPage).prefix(Self.rowsOnAPage)
    openBox(place, isWhole: shown.count == report.kols.count, to: &output.html)
    filters.append(on: place, to: &output.html)
    output.html.openTable(caption: "\(wording.labels[.kols]) · \(report.asOf)") { $0.append(headers) }
    for index in shown { appendRow(report.kols[index], on: page, to: &output.html) }
    output.html.closeTable()
    if shown.count < whole.count { appendPages(place, count: whole.count, to: &output.html) }
    output.html.appendLiteral("</div>\n")
    sources.append(asOf: report.asOf, to: &output.html)
  }

  /// The places of the KOLs in their order: those without a value stand last in either direction; equal ones keep the
  /// order of the roster. Places, because a KOL is large and a long roster is sorted for each of its parts.
  private func order(of kols: [RosterRow]) -> [Int] {
    guard let sort else { return Array(kols.indices) }
    var known: [(key: Quantity, place: Int)] = []
    var unknown: [Int] = []
    for place in kols.indices {
      if let key = sort.cell(of: kols[place]).key {
        known.append((key, place))
      } else {
        unknown.append(place)
      }
    }
    known.sort { left, right in
      left.key == right.key ? left.place < right.place : (left.key < right.key) == isAscending
    }
    return known.map(\.place) + unknown
  }

  // MARK: Parts of the table

  private func openBox(_ place: Place, isWhole: Bool, to html: inout MarkupBuffer) {
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

  private func appendRow(_ kol: RosterRow, on page: OverviewPage, to html: inout MarkupBuffer) {
    let place = page.place
    html.appendLiteral("<tr")
    // The rows of a group's page are all in it.
    if place.group == nil, let own = place.groupPlaces[kol.entry.id], !own.isEmpty {
      html.appendLiteral(" data-g=\"")
      for (index, group) in own.enumerated() {
        if index > 0 { html.appendLiteral(" ") }
        html.appendAttribute(place.groups[group].slug)
      }
      html.appendLiteral("\"")
    }
    if let tier = kol.tier {
      html.appendLiteral(" data-t=\"")
      html.appendAttribute(tier.rawValue)
      html.appendLiteral("\"")
    }
    if let price = kol.picturePrice {
      html.appendLiteral(" data-p=\"")
      html.append(millionths: price.millionths)
      html.appendLiteral("\"")
    }
    html.appendLiteral("><th scope=\"row\">")
    html.appendLink(to: kol.entry.id, name: kol.name, rootPath: place.rootPath)
    html.appendBadge(of: kol, words)
    html.appendLiteral("</th>")
    for column in columns {
      if column == .trend {
        appendTrend(of: kol, asOf: page.report.asOf, to: &html)
      } else {
        append(column.cell(of: kol), to: &html)
      }
    }
    html.appendLiteral("</tr>\n")
  }

  private func appendTrend(of kol: RosterRow, asOf day: CalendarDay, to html: inout MarkupBuffer) {
    html.appendLiteral("<td class=\"spark\">")
    if let series = kol.followers {
      SeriesChart(series: series, asOf: day, window: 90, wording: wording)
        .appendSparkline(name: kol.name, to: &html)
    }
    html.appendLiteral("</td>")
  }

  private func append(_ cell: RosterColumn.Cell, to html: inout MarkupBuffer) {
    if case .texts = cell {
      html.appendLiteral("<td class=\"text\"><bdi>")
      words.append(cell, to: &html)
      html.appendLiteral("</bdi></td>")
      return
    }
    html.appendLiteral("<td")
    if let key = cell.key {
      html.appendLiteral(" data-v=\"")
      html.append(millionths: key.millionths)
      html.appendLiteral("\"")
    }
    html.appendLiteral(">")
    words.append(cell, to: &html)
    if cell.hasDetail {
      html.appendLiteral(" <small class=\"scope\">")
      words.appendDetail(of: cell, to: &html)
      html.appendLiteral("</small>")
    }
    html.appendLiteral("</td>")
  }

  /// Where the rows are that the page has no room for: in the parts of the whole roster.
  private func appendPages(_ place: Place, count: Int, to html: inout MarkupBuffer) {
    html.appendLiteral("<nav class=\"parts\" aria-label=\"")
    html.appendAttribute(wording.labels[.rosterParts])
    html.appendLiteral("\">")
    let counts = [("limit", String(Self.rowsOnAPage)), ("count", String(count))]
    html.appendText(wording.labels.text(place.hasParts ? .rosterPart : .shownOfElsewhere, counts))
    for part in 1...Self.pageCount(of: place.rosterCount) {
      html.appendLiteral(" <a href=\"")
      html.appendAddress(of: part == 1 ? .index : .roster(part), rootPath: place.rootPath)
      html.appendLiteral(place.hasParts && part == place.part ? "\" aria-current=\"page\">" : "\">")
      html.append(integer: part)
      html.appendLiteral("</a>")
    }
    html.appendLiteral("</nav>\n")
  }
}

extension MarkupBuffer {
  fileprivate mutating func appendHeader(_ column: ColumnWords, isSorted: Bool, isAscending: Bool) {
    appendLiteral("<th scope=\"col\" data-c=\"")
    appendAttribute(column.column.name)
    appendLiteral("\"")
    if column.column.isSortable { appendLiteral(" data-sortable") }
    if let set = column.column.set {
      appendLiteral(" data-set=\"")
      appendAttribute(set.rawValue)
      appendLiteral("\"")
    }
    if isSorted {
      appendLiteral(isAscending ? " aria-sort=\"ascending\"" : " aria-sort=\"descending\"")
    }
    appendLiteral(">")
    appendText(column.header)
    appendLiteral("</th>")
  }
}

import Markup
import Model
import Templating

/// ```` ```compare ````: a few KOLs side by side. Without a script they are those with most followers;
/// `assets/compare.js` lets a reader choose two to six, and keeps them in the address.
struct CompareBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "compare",
    summary: "up to six KOLs side by side; those with most followers until a reader chooses",
    options: [
      BlockOption(
        name: "rows", isRequired: true, values: .comparedRows, summary: "what `columns` can be but `trend`")
    ])
  static let script: String? = "compare"

  /// How many are compared before anybody chose.
  private static let chosen = 4

  /// The rows.
  let columns: [RosterColumn]
  /// For each row its head.
  private let heads: [HTML]
  private let form: HTML
  private let sources: ColumnSources
  private let words: RosterWords
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    columns = try options.columns("rows")
    let rows = columns.map { ColumnWords($0, wording) }
    heads = rows.map { row in
      .written { html in
        html.appendLiteral("<tr data-c=\"")
        html.appendAttribute(row.column.name)
        html.appendLiteral("\"><th scope=\"row\">")
        html.appendText(row.header)
        html.appendScope(row.scope)
        html.appendLiteral("</th>")
      }
    }
    form = Self.form(wording)
    sources = ColumnSources(rows, wording)
    words = RosterWords(wording, .markup)
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let (report, place) = (page.report, page.place)
    let ranking = MetricCatalog.builtIn.metric("followers").map { report.ranking(of: $0).ranked }
    let chosen = (ranking ?? []).prefix(Self.chosen).map(\.kol)
    output.html.appendLiteral("<div class=\"roster\" data-compare=\"")
    output.html.appendAttribute(chosen.map(\.entry.id.text).joined(separator: " "))
    output.html.appendLiteral("\" data-root=\"")
    output.html.appendAttribute(place.rootPath)
    output.html.appendLiteral("\" data-all=\"")
    output.html.appendAttribute(place.dataPath)
    output.html.appendLiteral("\">\n")
    output.html.append(form)
    output.html.openTable(caption: "\(wording.labels[.compare]) · \(report.asOf)") { html in
      html.appendLiteral("<th scope=\"col\">")
      html.appendText(wording.labels[.metric])
      html.appendLiteral("</th>")
      for kol in chosen {
        html.appendLiteral("<th scope=\"col\">")
        html.appendLink(to: kol.entry.id, name: kol.name, rootPath: place.rootPath)
        html.appendBadge(of: kol, words)
        html.appendLiteral("</th>")
      }
    }
    for (row, head) in zip(columns, heads) {
      output.html.append(head)
      for kol in chosen { append(row.cell(of: kol), to: &output.html) }
      output.html.appendLiteral("</tr>\n")
    }
    output.html.closeTable()
    output.html.appendLiteral("</div>\n")
    sources.append(asOf: report.asOf, to: &output.html)
  }

  private func append(_ cell: RosterColumn.Cell, to html: inout MarkupBuffer) {
    html.appendLiteral("<td>")
    if !cell.isMissing { html.appendLiteral("<bdi>") }
    words.appendWithDetail(cell, to: &html)
    if !cell.isMissing { html.appendLiteral("</bdi>") }
    html.appendLiteral("</td>")
  }

  /// Hidden until the script that makes it work shows it.
  private static func form(_ wording: Wording) -> HTML {
    .written { html in
      html.appendLiteral("<form class=\"filters\" hidden data-remove=\"")
      html.appendAttribute(wording.labels[.compareRemove])
      html.appendLiteral("\" data-full=\"")
      html.appendAttribute(wording.labels[.compareFull])
      html.appendLiteral("\" data-unknown=\"")
      html.appendAttribute(wording.labels[.compareUnknown])
      html.appendLiteral("\">\n<p>")
      html.appendText(wording.labels[.compareHint])
      html.appendLiteral("</p>\n<label>")
      html.appendText(wording.labels[.compareAdd])
      html.appendLiteral(" <input name=\"kol\" list=\"compare-names\" autocomplete=\"off\"></label>\n")
      html.appendLiteral(
        "<datalist id=\"compare-names\"></datalist>\n<ul class=\"chosen\"></ul>\n<output></output>\n</form>\n"
      )
    }
  }
}

import Markup
import Model

/// ```` ```compare ````: a few KOLs side by side. Without a script they are those with most followers;
/// `assets/compare.js` lets a reader choose two to six, and keeps them in the address.
struct CompareBlock {
  let report: Report
  let wording: Wording
  let place: KOLsBlock.Place

  /// How many are compared before anybody chose.
  private static let chosen = 4

  func html(rows: [RosterColumn]) -> HTML {
    var html = MarkupBuffer()
    let kols = MetricCatalog.builtIn.metric("followers").map { metric in
      report.ranking(of: metric).ranked.prefix(Self.chosen).map(\.kol)
    }
    let chosen = kols ?? []
    html.appendLiteral("<div class=\"roster\" data-compare=\"")
    html.appendAttribute(chosen.map(\.entry.id.text).joined(separator: " "))
    html.appendLiteral("\" data-root=\"")
    html.appendAttribute(place.rootPath)
    html.appendLiteral("\" data-all=\"")
    html.appendAttribute(place.dataPath)
    html.appendLiteral("\">\n")
    appendForm(to: &html)
    html.openTable(caption: "\(wording.labels[.compare]) · \(report.asOf)") { html in
      html.appendLiteral("<th scope=\"col\">")
      html.appendText(wording.labels[.metric])
      html.appendLiteral("</th>")
      for kol in chosen {
        html.appendLiteral("<th scope=\"col\">")
        html.appendLink(to: kol.entry.id, name: kol.name, rootPath: place.rootPath)
        html.appendBadge(of: kol, wording: wording)
        html.appendLiteral("</th>")
      }
    }
    for row in rows {
      html.appendLiteral("<tr data-c=\"")
      html.appendAttribute(row.name)
      html.appendLiteral("\"><th scope=\"row\">")
      html.appendText(row.header(wording))
      if case .metric(let index) = row {
        html.appendScope(MetricCatalog.builtIn.metrics[index].scope, wording: wording)
      }
      html.appendLiteral("</th>")
      for kol in chosen { append(row.cell(of: kol, wording), to: &html) }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
    html.appendLiteral("</div>\n")
    html.appendSources(of: rows, asOf: report.asOf, wording: wording)
    return HTML(html)
  }

  private func append(_ cell: RosterColumn.Cell, to html: inout MarkupBuffer) {
    html.appendLiteral("<td>")
    switch cell {
    case .missing(let reason): html.appendMissing(reason: reason)
    case .text(let text, let detail, _): html.appendIsolated(detail.map { "\(text) · \($0)" } ?? text)
    }
    html.appendLiteral("</td>")
  }

  /// Hidden until the script that makes it work shows it.
  private func appendForm(to html: inout MarkupBuffer) {
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
      "<datalist id=\"compare-names\"></datalist>\n<ul class=\"chosen\"></ul>\n<output></output>\n</form>\n")
  }
}

import Markup
import Model

/// ```` ```standing ````: where a KOL stands in some metrics among its peers, always with their number.
struct StandingBlock {
  let report: Report
  let kol: KOLReport
  let wording: Wording

  /// A row a metric, a column a peer group.
  /// - Parameter metrics: Places in the catalogue.
  func html(metrics: [Int]) -> HTML {
    var html = MarkupBuffer()
    let groups = kol.peerGroups
    html.openTable(
      caption: wording.labels[.standing],
      headerTexts: [wording.labels[.metric], wording.labels[.value]] + groups.map(wording.text(of:)))
    for index in metrics where kol.figures.indices.contains(index) {
      let figure = kol.figures[index]
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(figure.metric.label[wording.language])
      html.appendScope(figure.metric.scope, wording: wording)
      html.appendLiteral("</th><td class=\"number\">")
      html.appendReading(figure.reading, unit: figure.metric.unit, wording: wording)
      html.appendLiteral("</td>")
      for standing in report.peers.standings(of: kol, metric: index) {
        html.appendLiteral("<td>")
        append(standing, unit: figure.metric.unit, to: &html)
        html.appendLiteral("</td>")
      }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
    html.appendLiteral("<p class=\"source\">")
    html.appendText("\(wording.labels[.standingNote]) \(wording.text(of: report.tiers))")
    html.appendLiteral("</p>\n")
    return HTML(html)
  }

  private func append(_ standing: Standing, unit: Unit, to html: inout MarkupBuffer) {
    let count = "n = \(standing.count)"
    guard let median = standing.median else {
      html.appendMissing(
        reason: wording.labels.text(.tooFewPeers, [("count", String(Distribution.fewest))]) + " · \(count)")
      return
    }
    if let percentile = standing.percentile {
      html.appendLiteral("<span class=\"rank\">")
      html.appendText(wording.text(ofPercentile: percentile))
      html.appendLiteral("</span> ")
    } else {
      html.appendLiteral("<span class=\"missing\">–</span> ")
    }
    html.appendLiteral("<small class=\"scope\">")
    html.appendText("\(wording.labels[.median]) \(wording.numbers.text(median, unit: unit)) · \(count)")
    html.appendLiteral("</small>")
  }
}

import Markup
import Model

/// ```` ```standing ````: where a KOL stands in some metrics among its peers, always with their number.
struct StandingBlock {
  let report: Report
  let kol: KOLReport
  let wording: Wording

  /// A row a metric, a column a peer group; a group that is too small for every metric is only named.
  /// - Parameter metrics: Places in the catalogue.
  func html(metrics: [Int]) -> HTML {
    var html = MarkupBuffer()
    let standings = metrics.map { report.peers.standings(of: kol, metric: $0) }
    let groups = kol.peerGroups
    let telling = groups.indices.filter { group in standings.contains { $0[group].median != nil } }
    html.openTable(
      caption: wording.labels[.standing],
      headerTexts: [wording.labels[.metric], wording.labels[.value]]
        + telling.map { wording.text(of: groups[$0]) })
    for (index, standings) in zip(metrics, standings) where kol.figures.indices.contains(index) {
      let figure = kol.figures[index]
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(figure.metric.label[wording.language])
      html.appendScope(figure.metric.scope, wording: wording)
      html.appendLiteral("</th><td class=\"number\">")
      html.appendReading(figure.reading, unit: figure.metric.unit, wording: wording)
      html.appendLiteral("</td>")
      for group in telling {
        html.appendLiteral("<td>")
        append(standings[group], unit: figure.metric.unit, to: &html)
        html.appendLiteral("</td>")
      }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
    html.appendLiteral("<p class=\"source\">")
    let silent = groups.indices.filter { !telling.contains($0) }
    if !silent.isEmpty {
      html.appendText(
        wording.labels.text(
          .peersTooFew,
          [
            ("count", String(Distribution.fewest)),
            ("peers", silent.map { wording.text(of: groups[$0]) }.joined(separator: " · ")),
          ]))
      html.appendLiteral(" ")
    }
    html.appendText("\(wording.labels[.standingNote]) \(wording.text(of: report.tiers))")
    html.appendLiteral("</p>\n")
    return HTML(html)
  }

  private func append(_ standing: Standing, unit: Unit, to html: inout MarkupBuffer) {
    let count = "n\u{A0}=\u{A0}\(standing.count)"
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

import Markup
import Model
import SVGCharts

/// ```` ```standing ````: where a KOL stands in some metrics among its peers, always with their number.
struct StandingBlock {
  let report: Report
  let kol: KOLReport
  let wording: Wording

  /// A row a metric, a column a peer group; a group that is too small for every metric is only named.
  /// - Parameter metrics: Places in the catalogue.
  func html(id: String, metrics: [Int], files: ChartFiles) -> HTML {
    var html = MarkupBuffer()
    appendChart(id: id, metrics: metrics, files: files, to: &html)
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
    if let older = wording.olderData(of: kol) { html.appendText(wording.sentence(older) + " ") }
    for group in telling.map({ groups[$0] }) {
      guard let older = wording.older(report.peers.days(of: group)) else { continue }
      html.appendText(wording.sentence("\(wording.text(of: group)) · \(older)") + " ")
    }
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

  /// The KOL's values against the middle half of those of its tier, or of the roster where that says more.
  private func appendChart(id: String, metrics: [Int], files: ChartFiles, to html: inout MarkupBuffer) {
    let candidates = ((kol.tier.map { [PeerGroup.tier($0)] } ?? []) + [.roster])
      .map { group in (group: group, rows: rows(metrics, among: group)) }
    guard let most = candidates.map(\.rows.count).max(), most > 0,
      let (group, rows) = candidates.first(where: { $0.rows.count == most })
    else { return }
    let title = "\(wording.labels[.standing]) · \(wording.text(of: group))"
    let own = wording.olderData(of: kol).map { " \(kol.name) · \(wording.sentence($0))" } ?? ""
    let finding =
      wording.labels.text(
        .rangeText,
        [("name", kol.name), ("peers", wording.text(of: group)), ("day", report.asOf.description)])
      + own + wording.olderSentence(report.peers.days(of: group))
    var drawing = MarkupBuffer()
    RangeChart(
      id: id, text: ChartText(title: title, description: finding), rows: rows,
      key: RangeChart.Key(
        value: kol.name, band: wording.labels[.middleHalf], median: wording.labels[.median]),
      width: 840
    ).svg(into: &drawing)
    html.appendLiteral("<figure>\n")
    html.openPlot(label: title)
    html.append(HTML(drawing))
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendDownload(files.add("standing", chart: HTML(drawing)), wording: wording)
    html.appendLiteral("</figcaption>\n</figure>\n")
  }

  /// A row for each metric in which the KOL has a value and its peers are enough.
  private func rows(_ metrics: [Int], among group: PeerGroup) -> [RangeRow] {
    metrics.compactMap { index in
      let distribution = report.peers.distribution(of: group, metric: index)
      guard kol.figures.indices.contains(index), let value = kol.figures[index].reading.value,
        let lower = distribution.quantile(1, of: 4), let median = distribution.median,
        let upper = distribution.quantile(3, of: 4), let least = distribution.values.first,
        let most = distribution.values.last
      else { return nil }
      let unit = kol.figures[index].metric.unit
      func text(_ quantity: Quantity) -> String { wording.numbers.text(quantity, unit: unit) }
      return RangeRow(
        label: kol.figures[index].metric.label[wording.language], value: value.millionths,
        valueLabel: text(value), band: lower.millionths...max(lower.millionths, upper.millionths),
        median: median.millionths,
        bandLabel: "\(wording.statistic(lower, unit: unit)) – \(wording.statistic(upper, unit: unit))",
        limits: least.millionths...max(least.millionths, most.millionths))
    }
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
    html.appendText("\(wording.labels[.median]) \(wording.statistic(median, unit: unit)) · \(count)")
    html.appendLiteral("</small>")
  }
}

import Markup
import Model
import SVGCharts
import Templating

/// ```` ```standing ````: where a KOL stands in some metrics among its peers, always with their number.
struct StandingBlock: ProfileBlock {
  static let kind = BlockKind(
    name: "standing",
    summary:
      "percentile and median among the roster, the tier, each group and each content category, with the number of KOLs that have a value; nothing where they are fewer than five",
    options: [
      BlockOption(name: "metrics", isRequired: true, values: .metrics, summary: "a list of metrics")
    ])

  private let metrics: MetricWords
  private let chart: StandingChart
  private let wording: Wording
  private let readings: ReadingWords
  private let peers: PeerWords
  private let olderData: OlderDataWords
  private let caption: String
  /// The headers of the first two columns.
  private let headers: HTML
  /// Where there are too few for a rank, up to the number.
  private let tooFew: HTML
  private let median: HTML
  private let silent: Phrase

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    let labels = wording.labels
    let metrics = try options.metrics("metrics")
    self.metrics = MetricWords(metrics, wording)
    chart = StandingChart(metrics, wording)
    self.wording = wording
    readings = ReadingWords(wording)
    peers = PeerWords(wording)
    olderData = OlderDataWords(wording)
    caption = labels[.standing]
    headers = .written { html in
      for key in [Labels.Key.metric, .value] { html.appendHeader { $0.appendText(labels[key]) } }
    }
    tooFew = .written { html in
      html.appendLiteral("<span class=\"missing\">–</span> <small class=\"reason\">")
      html.appendText(labels.text(.tooFewPeers, [("count", String(Distribution.fewest))]))
    }
    median = .text("\(labels[.median]) ")
    silent = Phrase(.peersTooFew, ["count", "peers"], of: labels)
  }

  /// A row a metric, a column a peer group; a group that is too small for every metric is only named.
  func write(_ page: ProfilePage, to output: inout PageOutput) {
    let all = page.report.peers.peers(of: page.kol)
    chart.write(page, among: all, to: &output)
    let telling = all.filter(isTelling)
    output.html.openTable(caption: caption) { html in
      html.append(headers)
      for group in telling { html.appendHeader { peers.append(group.group, to: &$0) } }
    }
    for row in metrics.rows { append(row, of: page.kol, among: telling, to: &output.html) }
    output.html.closeTable()
    output.html.appendLiteral("<p class=\"source\">")
    olderData.appendSentence(on: page.kol, to: &output.html)
    for group in telling { olderData.appendSentence(on: group, peers, to: &output.html) }
    appendSilent(all.filter { !isTelling($0) }, to: &output.html)
    output.html.appendText("\(wording.labels[.standingNote]) \(wording.text(of: page.report.tiers))")
    output.html.appendLiteral("</p>\n")
  }

  private func isTelling(_ group: Peers) -> Bool {
    metrics.rows.contains { group.isTelling(metric: $0.index) }
  }

  private func append(
    _ row: MetricWords.Row, of kol: KOLReport, among groups: [Peers], to html: inout MarkupBuffer
  ) {
    let unit = row.unit
    html.appendLiteral("<tr><th scope=\"row\">")
    metrics.appendName(of: row, to: &html)
    html.appendLiteral("</th><td class=\"number\">")
    readings.append(kol.figures[row.index].reading, unit: unit, to: &html)
    html.appendLiteral("</td>")
    for group in groups {
      html.appendLiteral("<td>")
      append(
        group.standing(of: kol.figures[row.index].reading.value, metric: row.index), unit: unit, to: &html)
      html.appendLiteral("</td>")
    }
    html.appendLiteral("</tr>\n")
  }

  private func append(_ standing: Standing, unit: Unit, to html: inout MarkupBuffer) {
    if let quartiles = standing.quartiles {
      if let percentile = standing.percentile {
        html.appendLiteral("<span class=\"rank\">")
        peers.append(percentile: percentile, to: &html)
        html.appendLiteral("</span> ")
      } else {
        html.appendLiteral("<span class=\"missing\">–</span> ")
      }
      html.appendLiteral("<small class=\"scope\">")
      html.append(median)
      html.append(wording.rounded(quartiles.median, unit: unit), unit: unit)
    } else {
      html.append(tooFew)
    }
    html.appendLiteral(" · n\u{A0}=\u{A0}")
    html.append(integer: standing.count)
    html.appendLiteral("</small>")
  }

  private func appendSilent(_ groups: [Peers], to html: inout MarkupBuffer) {
    if groups.isEmpty { return }
    silent.append(to: &html) { place, html in
      if place == 0 {
        html.append(integer: Distribution.fewest)
        return
      }
      for (index, group) in groups.enumerated() {
        if index > 0 { html.appendLiteral(" · ") }
        peers.append(group.group, to: &html)
      }
    }
    html.appendLiteral(" ")
  }
}

/// The KOL's values against the middle half of those of its tier, or of the roster where that says more.
private struct StandingChart: Sendable {
  /// Places in the catalogue.
  private let metrics: [Int]
  private let labels: [String]
  private let key: RangeChart.Key
  private let wording: Wording

  init(_ metrics: [Int], _ wording: Wording) {
    self.metrics = metrics
    self.wording = wording
    labels = metrics.map { MetricCatalog.builtIn.metrics[$0].label[wording.language] }
    // The name of the KOL comes with the page.
    key = RangeChart.Key(value: "", band: wording.labels[.middleHalf], median: wording.labels[.median])
  }

  /// - Parameter groups: Those of the KOL.
  func write(_ page: ProfilePage, among groups: [Peers], to output: inout PageOutput) {
    let kol = page.kol
    let candidates =
      groups.filter { if case .tier = $0.group { true } else { false } }
      + groups.filter { $0.group == .roster }
    let counts = candidates.map { group in metrics.count { isShown($0, of: kol, among: group) } }
    guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else { return }
    let peers = candidates[place]
    let name = wording.text(of: peers.group)
    let title = "\(wording.labels[.standing]) · \(name)"
    let own = wording.olderData(of: kol).map { " \(kol.name) · \(wording.sentence($0))" } ?? ""
    let finding =
      wording.labels.text(
        .rangeText, [("name", kol.name), ("peers", name), ("day", page.report.asOf.description)])
      + own + wording.olderSentence(peers.days)
    let chart = RangeChart(
      id: output.id, text: ChartText(title: title, description: finding), rows: rows(of: kol, among: peers),
      key: RangeChart.Key(value: kol.name, band: key.band, median: key.median), width: 840)
    output.html.appendLiteral("<figure>\n")
    output.html.openPlot(label: title)
    let file = output.draw("standing") { chart.svg(into: &$0) }
    output.html.appendLiteral("</div>\n<figcaption>")
    output.html.appendText(finding)
    output.html.appendDownload(file, wording: wording)
    output.html.appendLiteral("</figcaption>\n</figure>\n")
  }

  private func isShown(_ metric: Int, of kol: KOLReport, among peers: Peers) -> Bool {
    kol.figures[metric].reading.value != nil && peers.isTelling(metric: metric)
  }

  /// A row for each metric in which the KOL has a value and its peers are enough.
  private func rows(of kol: KOLReport, among peers: Peers) -> [RangeRow] {
    zip(metrics, labels).compactMap { index, label in
      let distribution = peers.distribution(metric: index)
      guard let value = kol.figures[index].reading.value, let quartiles = distribution.quartiles,
        let least = distribution.least, let most = distribution.most
      else { return nil }
      let (lower, upper) = (quartiles.lower, quartiles.upper)
      let unit = kol.figures[index].metric.unit
      return RangeRow(
        label: label, value: value.millionths, valueLabel: wording.numbers.text(value, unit: unit),
        band: lower.millionths...max(lower.millionths, upper.millionths),
        median: quartiles.median.millionths,
        bandLabel: "\(wording.statistic(lower, unit: unit)) – \(wording.statistic(upper, unit: unit))",
        limits: least.millionths...max(least.millionths, most.millionths))
    }
  }
}

extension MarkupBuffer {
  /// The header of a column.
  fileprivate mutating func appendHeader(_ write: (inout MarkupBuffer) -> Void) {
    appendLiteral("<th scope=\"col\">")
    write(&self)
    appendLiteral("</th>")
  }
}

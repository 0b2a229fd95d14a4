import Markup
import Model
import Templating

/// ```` ```metrics ````: figures of one KOL as a table with source and day, or as cards.
struct MetricsBlock: ProfileBlock {
  static let kind = BlockKind(
    name: "metrics", summary: "figures with source and day; the group `growth` is the table of changes",
    options: [
      BlockOption(name: "group", values: .oneOf(groups), summary: "a group"),
      BlockOption(name: "metrics", values: .metrics, summary: "a list of metrics"),
      BlockOption(name: "style", values: .oneOf(["table", "cards"]), summary: "`table` or `cards`"),
    ])

  /// A list of figures has this group beside the field groups.
  private static let growthGroup = "growth"
  private static let groups: [String] = {
    var seen: [String] = []
    for metric in MetricCatalog.builtIn.metrics where !seen.contains(metric.group.rawValue) {
      seen.append(metric.group.rawValue)
    }
    return seen + (seen.contains(growthGroup) ? [] : [growthGroup])
  }()

  private let content: Content

  private enum Content {
    case table(MetricTable)
    case cards(MetricCards)
    case growth(GrowthTable)
  }

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    let catalog = MetricCatalog.builtIn
    let group = options.text("group")
    let caption = group.flatMap { wording.labels.texts[$0] } ?? wording.labels[.metric]
    if group == Self.growthGroup {
      content = .growth(GrowthTable(caption: caption, wording: wording))
      return
    }
    var metrics =
      options.text("metrics") == nil ? Array(catalog.metrics.indices) : try options.metrics("metrics")
    if let group { metrics = metrics.filter { catalog.metrics[$0].group.rawValue == group } }
    content =
      options.text("style") == "cards"
      ? .cards(MetricCards(metrics, wording)) : .table(MetricTable(metrics, caption: caption, wording))
  }

  func write(_ page: ProfilePage, to output: inout PageOutput) {
    switch content {
    case .table(let table): table.append(page.kol, to: &output.html)
    case .cards(let cards): cards.append(page.kol, to: &output.html)
    case .growth(let table): table.append(page.kol, to: &output.html)
    }
  }
}

/// The figures with a value, then those without one, folded away.
private struct MetricTable: Sendable {
  private let metrics: MetricWords
  private let readings: ReadingWords
  private let head: HTML
  private let withoutValue: Phrase

  init(_ metrics: [Int], caption: String, _ wording: Wording) {
    self.metrics = MetricWords(metrics, wording)
    readings = ReadingWords(wording)
    head = .written {
      $0.openTable(caption: caption, headers: [.metric, .value, .source, .day], labels: wording.labels)
    }
    withoutValue = Phrase(.withoutValue, ["count"], of: wording.labels)
  }

  func append(_ kol: KOLReport, to html: inout MarkupBuffer) {
    let figures = kol.figures
    let absent = metrics.rows.count { figures[$0.index].reading.value == nil }
    if absent < metrics.rows.count {
      html.append(head)
      for row in metrics.rows where figures[row.index].reading.value != nil {
        append(row, figures, to: &html)
      }
      html.closeTable()
    }
    if absent == 0 { return }
    html.appendLiteral("<details class=\"absent\"><summary>")
    withoutValue.append(to: &html) { _, html in html.append(integer: absent) }
    html.appendLiteral("</summary>\n<ul>\n")
    for row in metrics.rows where figures[row.index].reading.value == nil {
      html.appendLiteral("<li>")
      metrics.appendName(of: row, to: &html)
      html.appendLiteral(" ")
      readings.append(figures[row.index].reading, unit: row.unit, to: &html)
      html.appendLiteral("</li>\n")
    }
    html.appendLiteral("</ul></details>\n")
  }

  private func append(_ row: MetricWords.Row, _ figures: [Figure], to html: inout MarkupBuffer) {
    html.appendLiteral("<tr><th scope=\"row\">")
    metrics.appendName(of: row, to: &html)
    html.appendLiteral("</th><td class=\"number\">")
    readings.append(figures[row.index].reading, unit: row.unit, to: &html)
    html.appendLiteral("</td><td class=\"source\">")
    metrics.appendSource(of: row, among: figures, to: &html)
    html.appendLiteral("</td><td class=\"day\">")
    if let day = figures[row.index].day { html.appendTime(day) }
    html.appendLiteral("</td></tr>\n")
  }
}

/// A card for each figure, with how it moved over 30 days.
private struct MetricCards: Sendable {
  private let metrics: MetricWords
  private let wording: Wording

  init(_ metrics: [Int], _ wording: Wording) {
    self.metrics = MetricWords(metrics, wording)
    self.wording = wording
  }

  func append(_ kol: KOLReport, to html: inout MarkupBuffer) {
    html.appendLiteral("<dl class=\"cards\">\n")
    for card in metrics.rows {
      let figure = kol.figures[card.index]
      html.appendLiteral("<div class=\"card\"><dt>")
      metrics.appendName(of: card, to: &html)
      html.appendLiteral("</dt>")
      if let value = figure.reading.value {
        html.appendCardNumber(wording.numbers.text(value, unit: card.unit))
      } else {
        html.appendCardReason(wording.reason(of: figure.reading) ?? "")
      }
      if let change = kol.currentChange(of: figure.metric.id, window: 30) {
        html.appendLiteral("<dd class=\"change\">")
        if let relative = change.relative {
          html.append(signedPercent: relative)
        } else {
          html.append(signed: change.absolute, unit: card.unit)
        }
        html.appendLiteral(" · ")
        html.appendText(wording.days(change.days))
        html.appendLiteral("</dd>")
      }
      html.appendLiteral("<dd class=\"source\">")
      metrics.appendSource(of: card, among: kol.figures, to: &html)
      if let day = figure.day {
        html.appendLiteral(" · ")
        html.appendTime(day)
      }
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("</dl>\n")
  }
}

/// How the charted metrics moved, each window with its real number of days.
private struct GrowthTable: Sendable {
  /// In the order of ``History/chartedMetrics``, up to the first change.
  private let rows: [MarkupPieces.Piece]
  private let pieces: MarkupPieces
  private let head: HTML
  private let none: HTML
  private let tooShort: HTML
  private let wording: Wording

  init(caption: String, wording: Wording) {
    var pieces = MarkupPieces()
    rows = History.chartedMetrics.map { metric in
      pieces.add { html in
        html.appendLiteral("<tr><th scope=\"row\">")
        html.appendText(metric.label[wording.language])
        html.appendScope(metric.scope, wording: wording)
        html.appendLiteral("</th>")
      }
    }
    self.pieces = pieces
    head = .written {
      $0.openTable(
        caption: caption, headerTexts: [wording.labels[.metric]] + Growth.windows.map(wording.days))
    }
    none = .written { html in
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(wording.labels[.noGrowth])
      html.appendLiteral("</p>\n")
    }
    tooShort = .written { $0.appendMissing(reason: wording.labels[.tooShort]) }
    self.wording = wording
  }

  func append(_ kol: KOLReport, to html: inout MarkupBuffer) {
    guard kol.growths.contains(where: { if case .change = $0.outcome { true } else { false } }) else {
      html.append(none)
      return
    }
    html.append(head)
    let windows = Growth.windows.count
    for (place, row) in rows.enumerated() {
      let growths = kol.growths[(place * windows)..<((place + 1) * windows)]
      guard growths.contains(where: isWorthARow) else { continue }
      html.append(row, of: pieces)
      for growth in growths {
        html.appendLiteral("<td>")
        append(growth, to: &html)
        html.appendLiteral("</td>")
      }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
  }

  /// Followers and likes always have their row; other metrics only where they moved.
  private func isWorthARow(_ growth: Growth) -> Bool {
    if growth.metric.group == .reach { return true }
    guard case .change(let change) = growth.outcome else { return false }
    return !change.absolute.isZero
  }

  /// The change, and small below it what it is between.
  private func append(_ growth: Growth, to html: inout MarkupBuffer) {
    let unit = growth.metric.unit
    guard case .change(let change) = growth.outcome else {
      html.append(tooShort)
      return
    }
    html.appendLiteral("<span class=\"number\">")
    html.append(signed: change.absolute, unit: unit)
    if let relative = change.relative {
      html.appendLiteral(" (")
      html.append(signedPercent: relative)
      html.appendLiteral(")")
    }
    html.appendLiteral("</span> <small class=\"scope\">")
    html.append(change.from, unit: unit)
    html.appendLiteral(" → ")
    html.append(change.to, unit: unit)
    html.appendLiteral(" · ")
    html.appendText(wording.days(change.days))
    html.appendLiteral(", ")
    html.append(change.fromDataDay)
    html.appendLiteral(" – ")
    html.append(change.toDataDay)
    html.appendLiteral("</small>")
  }
}

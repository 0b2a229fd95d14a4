import Markup
import Model

/// ```` ```basket ````: what a basket costs and reaches in all, and what each KOL adds to it.
struct BasketBlock {
  let report: BasketReport
  /// The day of the site's report.
  let day: CalendarDay
  let wording: Wording
  /// From the page to the folder of its language.
  let rootPath: String

  func html() -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<dl class=\"cards\">\n")
    for (label, unit, amount) in cards {
      html.appendLiteral("<div class=\"card\"><dt>")
      html.appendText(wording.labels[label])
      html.appendLiteral("</dt>")
      if let value = amount.value {
        html.appendCardNumber(wording.numbers.text(value, unit: unit))
      } else {
        html.appendLiteral("<dd class=\"number\"><span class=\"missing\">–</span></dd>")
      }
      html.appendLiteral("<dd class=\"source\">")
      html.appendText(
        wording.labels.text(
          .ofKOLs, [("n", String(amount.count)), ("count", String(report.lines.count))]))
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("</dl>\n")
    html.openTable(
      caption: report.basket.name,
      headers: [
        .name, .basketPlacements, .basketCost, .basketShare, .basketReads, .basketInteractions, .basketCPE,
        .basketWithout,
      ], labels: wording.labels)
    for line in report.lines { append(line, to: &html) }
    html.closeTable()
    html.appendLiteral("<p class=\"source\">")
    html.appendText(
      wording.labels.text(.sourcesIntro, [("day", day.description)])
        + wording.olderSentence(FigureDays(of: report.lines.map(\.kol).filter { $0.snapshot != nil })) + " "
        + wording.labels[.basketNote])
    html.appendLiteral("</p>\n")
    return HTML(html)
  }

  private var cards: [(Labels.Key, Unit, BasketReport.Amount)] {
    let total = report.total
    return [
      (.basketCost, .cny, total.cost), (.basketReads, .count, total.reads),
      (.basketInteractions, .count, total.interactions), (.basketCPM, .cny, total.cpm),
      (.basketCPE, .cny, total.cpe), (.basketCostPerRead, .cny, total.costPerRead),
    ]
  }

  private func append(_ line: BasketReport.Line, to html: inout MarkupBuffer) {
    html.appendLiteral("<tr><th scope=\"row\">")
    html.appendLink(to: line.kol.entry.id, name: line.kol.name, rootPath: rootPath)
    html.appendBadge(of: line.kol, wording: wording)
    html.appendLiteral("</th><td>")
    html.appendText(text(of: line.placements))
    html.appendLiteral("</td><td class=\"number\">")
    html.appendReading(line.cost, unit: .cny, wording: wording)
    html.appendLiteral("</td><td class=\"number\">")
    if let cost = line.cost.value, let all = report.total.cost.value, let share = cost.divided(by: all) {
      html.appendText(wording.numbers.percent(share))
    } else {
      html.appendLiteral("<span class=\"missing\">–</span>")
    }
    for reading in [line.reads, line.interactions] {
      html.appendLiteral("</td><td class=\"number\">")
      html.appendReading(reading, unit: .count, wording: wording)
    }
    html.appendLiteral("</td><td class=\"number\">")
    if let cost = line.cost.value, let interactions = line.interactions.value,
      let cpe = cost.divided(by: interactions)
    {
      html.appendText(wording.numbers.text(cpe, unit: .cny))
    } else {
      html.appendLiteral("<span class=\"missing\">–</span>")
    }
    html.appendLiteral("</td><td class=\"number\">")
    append(line.cpeWithout, unit: .cny, to: &html)
    html.appendLiteral("</td></tr>\n")
  }

  private func text(of placements: Basket.Placements) -> String {
    [(placements.pictures, Labels.Key.picture), (placements.videos, .video)].filter { $0.0 > 0 }
      .map { "\($0.0) × \(wording.labels[$0.1])" }.joined(separator: ", ")
  }

  private func append(_ amount: BasketReport.Amount, unit: Unit, to html: inout MarkupBuffer) {
    if let value = amount.value {
      html.appendText(wording.numbers.text(value, unit: unit))
    } else {
      html.appendLiteral("<span class=\"missing\">–</span>")
    }
  }
}

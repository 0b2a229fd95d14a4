import Markup
import Model
import Templating

/// ```` ```basket ````: what a basket costs and reaches in all, and what each KOL adds to it.
struct BasketBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "basket", summary: "what the basket costs and reaches, and what each KOL adds")

  private let readings: ReadingWords
  private let badges: RosterWords
  private let ofKOLs: Phrase
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) {
    readings = ReadingWords(wording)
    badges = RosterWords(wording, .markup)
    ofKOLs = Phrase(.ofKOLs, ["n", "count"], of: wording.labels)
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    guard let basket = page.basket else { return }
    appendCards(basket, to: &output.html)
    output.html.openTable(
      caption: basket.basket.name,
      headers: [
        .name, .basketPlacements, .basketCost, .basketShare, .basketReads, .basketInteractions, .basketCPE,
        .basketWithout,
      ], labels: wording.labels)
    for line in basket.lines {
      append(line, of: basket, rootPath: page.place.rootPath, to: &output.html)
    }
    output.html.closeTable()
    output.html.appendLiteral("<p class=\"source\">")
    output.html.appendText(
      wording.labels.text(.sourcesIntro, [("day", page.report.asOf.description)])
        + wording.olderSentence(FigureDays(of: basket.lines.lazy.map(\.kol).filter { $0.origin != nil }))
        + " "
        + wording.labels[.basketNote])
    output.html.appendLiteral("</p>\n")
  }

  private func appendCards(_ basket: BasketReport, to html: inout MarkupBuffer) {
    html.appendLiteral("<dl class=\"cards\">\n")
    for (label, unit, amount) in cards(of: basket.total) {
      html.appendLiteral("<div class=\"card\"><dt>")
      html.appendText(wording.labels[label])
      html.appendLiteral("</dt>")
      if let value = amount.value {
        html.appendCardNumber(wording.numbers.text(value, unit: unit))
      } else {
        html.appendLiteral("<dd class=\"number\"><span class=\"missing\">–</span></dd>")
      }
      html.appendLiteral("<dd class=\"source\">")
      ofKOLs.append(to: &html) { part, html in
        html.append(integer: part == 0 ? amount.count : basket.lines.count)
      }
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("</dl>\n")
  }

  private func cards(of total: BasketReport.Sum) -> [(Labels.Key, Unit, BasketReport.Amount)] {
    [
      (.basketCost, .cny, total.cost), (.basketReads, .count, total.reads),
      (.basketInteractions, .count, total.interactions), (.basketCPM, .cny, total.cpm),
      (.basketCPE, .cny, total.cpe), (.basketCostPerRead, .cny, total.costPerRead),
    ]
  }

  private func append(
    _ line: BasketReport.Line, of basket: BasketReport, rootPath: String, to html: inout MarkupBuffer
  ) {
    html.appendLiteral("<tr><th scope=\"row\">")
    html.appendLink(to: line.kol.entry.id, name: line.kol.name, rootPath: rootPath)
    html.appendBadge(of: line.kol, badges)
    html.appendLiteral("</th><td>")
    html.appendText(text(of: line.placements))
    html.appendLiteral("</td><td class=\"number\">")
    readings.append(line.cost, unit: .cny, to: &html)
    html.appendLiteral("</td><td class=\"number\">")
    if let share = quotient(line.cost.value, basket.total.cost.value) {
      html.append(percentOf: share, decimals: 1)
    } else {
      html.appendLiteral("<span class=\"missing\">–</span>")
    }
    for reading in [line.reads, line.interactions] {
      html.appendLiteral("</td><td class=\"number\">")
      readings.append(reading, unit: .count, to: &html)
    }
    for price in [quotient(line.cost.value, line.interactions.value), line.cpeWithout.value] {
      html.appendLiteral("</td><td class=\"number\">")
      if let price {
        html.append(price, unit: .cny)
      } else {
        html.appendLiteral("<span class=\"missing\">–</span>")
      }
    }
    html.appendLiteral("</td></tr>\n")
  }

  private func quotient(_ dividend: Quantity?, _ divisor: Quantity?) -> Quantity? {
    guard let dividend, let divisor else { return nil }
    return dividend.divided(by: divisor)
  }

  private func text(of placements: Basket.Placements) -> String {
    [(placements.pictures, Labels.Key.picture), (placements.videos, .video)].filter { $0.0 > 0 }
      .map { "\($0.0) × \(wording.labels[$0.1])" }.joined(separator: ", ")
  }
}

import Markup
import Model

/// ```` ```estimates ````: what kolsite computes beside what the platform estimates, never one for the other.
struct EstimatesBlock {
  let kol: KOLReport
  let wording: Wording

  func html() -> HTML {
    var html = MarkupBuffer()
    html.openTable(
      caption: wording.labels[.estimatesBeside],
      headers: [.metric, .computed, .platformEstimate, .field], labels: wording.labels)
    for figure in kol.figures {
      guard let id = figure.metric.estimateID, let estimate = kol.figure(id) else { continue }
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(figure.metric.label[wording.language])
      html.appendLiteral("</th>")
      for side in [figure, estimate] {
        html.appendLiteral("<td class=\"number\">")
        html.appendReading(side.reading, unit: side.metric.unit, wording: wording)
        html.appendLiteral("</td>")
      }
      html.appendLiteral("<td class=\"source\">")
      html.appendCode(id)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    html.appendLiteral("<p class=\"source\">")
    if let older = wording.olderData(of: kol) { html.appendText(wording.sentence(older) + " ") }
    html.appendText(wording.labels[.estimatesNote])
    html.appendLiteral("</p>\n")
    return HTML(html)
  }
}

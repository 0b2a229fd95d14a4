import Markup
import Model
import Templating

/// ```` ```estimates ````: what kolsite computes beside what the platform estimates, never one for the other.
struct EstimatesBlock: ProfileBlock {
  static let kind = BlockKind(
    name: "estimates", summary: "computed costs beside the platform's own estimates")

  private let head: HTML
  private let rows: [Row]
  private let pieces: MarkupPieces
  private let note: HTML
  private let readings: ReadingWords
  private let olderData: OlderDataWords

  private struct Row {
    /// Up to the first reading.
    let head: MarkupPieces.Piece
    /// Places in the catalogue, and the units there.
    let computed: (index: Int, unit: Unit)
    let estimate: (index: Int, unit: Unit)
    let tail: MarkupPieces.Piece
  }

  init(_ options: BlockOptions, wording: Wording) {
    let catalog = MetricCatalog.builtIn
    head = .written {
      $0.openTable(
        caption: wording.labels[.estimatesBeside],
        headers: [.metric, .computed, .platformEstimate, .field], labels: wording.labels)
    }
    var pieces = MarkupPieces()
    rows = catalog.metrics.enumerated().compactMap { index, metric in
      guard let id = metric.estimateID, let estimate = catalog.index(of: id) else { return nil }
      return Row(
        head: pieces.add { html in
          html.appendLiteral("<tr><th scope=\"row\">")
          html.appendText(metric.label[wording.language])
          html.appendLiteral("</th><td class=\"number\">")
        },
        computed: (index, metric.unit), estimate: (estimate, catalog.metrics[estimate].unit),
        tail: pieces.add { html in
          html.appendLiteral("</td><td class=\"source\">")
          html.appendCode(id)
          html.appendLiteral("</td></tr>\n")
        })
    }
    self.pieces = pieces
    note = .text(wording.labels[.estimatesNote])
    readings = ReadingWords(wording)
    olderData = OlderDataWords(wording)
  }

  func write(_ page: ProfilePage, to output: inout PageOutput) {
    let figures = page.kol.figures
    output.html.append(head)
    for row in rows {
      output.html.append(row.head, of: pieces)
      readings.append(figures[row.computed.index].reading, unit: row.computed.unit, to: &output.html)
      output.html.appendLiteral("</td><td class=\"number\">")
      readings.append(figures[row.estimate.index].reading, unit: row.estimate.unit, to: &output.html)
      output.html.append(row.tail, of: pieces)
    }
    output.html.closeTable()
    output.html.appendLiteral("<p class=\"source\">")
    olderData.appendSentence(on: page.kol, to: &output.html)
    output.html.append(note)
    output.html.appendLiteral("</p>\n")
  }
}

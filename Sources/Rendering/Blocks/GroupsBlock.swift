import Markup
import Model

/// ```` ```groups ````: links to the pages of the roster's groups and of the baskets.
struct GroupsBlock {
  let report: Report
  let wording: Wording
  let rootPath: String
  let groups: [NamedPage]
  /// For each KOL the places of its groups.
  let groupPlaces: [KOLID: [Int]]
  let baskets: [NamedPage]

  func html() -> HTML {
    var html = MarkupBuffer()
    if groups.isEmpty && baskets.isEmpty { return HTML(html) }
    html.appendLiteral("<ul class=\"links\">\n")
    var counts = [Int](repeating: 0, count: groups.count)
    for kol in report.kols {
      for place in groupPlaces[kol.entry.id] ?? [] { counts[place] += 1 }
    }
    for (group, count) in zip(groups, counts) {
      appendLink(to: "group/\(group.slug)/", name: group.name, detail: "· \(count)", to: &html)
    }
    for basket in baskets {
      appendLink(
        to: "basket/\(basket.slug)/", name: basket.name, detail: "· \(wording.labels[.basket])", to: &html)
    }
    html.appendLiteral("</ul>\n")
    return HTML(html)
  }

  private func appendLink(to folder: String, name: String, detail: String, to html: inout MarkupBuffer) {
    html.appendLiteral("<li><a href=\"")
    html.appendAttribute("\(rootPath)\(folder)index.html")
    html.appendLiteral("\">")
    html.appendIsolated(name)
    html.appendLiteral("</a> <small class=\"scope\">")
    html.appendText(detail)
    html.appendLiteral("</small></li>\n")
  }
}

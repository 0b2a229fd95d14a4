import Markup
import Model
import Templating

/// ```` ```groups ````: links to the pages of the roster's groups and of the baskets.
struct GroupsBlock: OverviewBlock {
  static let kind = BlockKind(name: "groups", summary: "links to the groups' pages and the baskets")

  private let basket: HTML

  init(_ options: BlockOptions, wording: Wording) {
    basket = .text(wording.labels[.basket])
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let place = page.place
    if place.groups.isEmpty && page.baskets.isEmpty { return }
    var counts = [Int](repeating: 0, count: place.groups.count)
    for kol in page.report.kols {
      for group in place.groupPlaces[kol.entry.id] ?? [] { counts[group] += 1 }
    }
    output.html.appendLiteral("<ul class=\"links\">\n")
    for (group, count) in zip(place.groups, counts) {
      appendLink(to: .group(group.slug), named: group.name, from: place.rootPath, to: &output.html) {
        $0.append(integer: count)
      }
    }
    for page in page.baskets {
      appendLink(to: .basket(page.slug), named: page.name, from: place.rootPath, to: &output.html) {
        $0.append(basket)
      }
    }
    output.html.appendLiteral("</ul>\n")
  }

  /// - Parameter detail: Writes what stands small behind the name.
  private func appendLink(
    to page: SiteMap.Page, named name: String, from rootPath: String, to html: inout MarkupBuffer,
    detail: (inout MarkupBuffer) -> Void
  ) {
    html.appendLiteral("<li><a href=\"")
    html.appendAddress(of: page, rootPath: rootPath)
    html.appendLiteral("\">")
    html.appendIsolated(name)
    html.appendLiteral("</a> <small class=\"scope\">· ")
    detail(&html)
    html.appendLiteral("</small></li>\n")
  }
}

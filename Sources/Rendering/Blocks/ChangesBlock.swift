import Markup
import Model

/// ```` ```changes ````: what changed from day to day, the newest first.
struct ChangesBlock {
  let report: Report
  let wording: Wording
  /// From the page to its language's folder.
  let rootPath: String

  func html() -> HTML {
    var html = MarkupBuffer()
    for list in report.changes where !list.changes.isEmpty { append(list, to: &html) }
    let quiet = report.changes.filter(\.changes.isEmpty).map(\.to)
    if !quiet.isEmpty || report.changes.isEmpty {
      html.appendLiteral("<p>")
      html.appendText(wording.labels[.noChanges])
      for day in quiet {
        html.appendLiteral(" ")
        html.appendTime(day)
      }
      html.appendLiteral("</p>\n")
    }
    return HTML(html)
  }

  private func append(_ list: ChangeList, to html: inout MarkupBuffer) {
    html.appendLiteral("<h2 id=\"d")
    html.appendAttribute(list.to.description)
    html.appendLiteral("\">")
    html.appendTime(list.to)
    html.appendLiteral(" <small class=\"scope\">")
    html.appendText(wording.labels[.changesSince])
    html.appendLiteral(" ")
    html.appendTime(list.from)
    html.appendLiteral("</small></h2>\n")
    html.appendLiteral("<ul class=\"change-list\">\n")
    for (id, changes) in list.byKOL {
      html.appendLiteral("<li>")
      html.appendLink(to: id, name: changes.first?.name ?? id.text, rootPath: rootPath)
      html.appendLiteral("<ul>")
      for change in changes {
        html.appendLiteral("<li>")
        html.appendIsolated(wording.text(of: change.kind))
        html.appendNote(change.dataDay.map(wording.olderData))
        html.appendLiteral("</li>")
      }
      html.appendLiteral("</ul></li>\n")
    }
    html.appendLiteral("</ul>\n")
  }
}

extension ChangeList {
  /// The changes of each KOL, in id order.
  var byKOL: [(id: KOLID, changes: [Change])] {
    var groups: [(id: KOLID, changes: [Change])] = []
    for change in changes {
      if groups.last?.id == change.kolID {
        groups[groups.count - 1].changes.append(change)
      } else {
        groups.append((change.kolID, [change]))
      }
    }
    return groups
  }
}

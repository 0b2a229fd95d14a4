import Markup
import Model
import Templating

/// ```` ```changes ````: what changed from day to day, the newest first.
struct ChangesBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "changes", summary: "what changed from each of the last 14 archived days to the next")

  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) {
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let lists = page.report.changes
    for list in lists where !list.changes.isEmpty {
      append(list, rootPath: page.place.rootPath, to: &output.html)
    }
    let quiet = lists.filter(\.changes.isEmpty).map(\.to)
    if quiet.isEmpty && !lists.isEmpty { return }
    output.html.appendLiteral("<p>")
    output.html.appendText(wording.labels[.noChanges])
    for day in quiet {
      output.html.appendLiteral(" ")
      output.html.appendTime(day)
    }
    output.html.appendLiteral("</p>\n")
  }

  private func append(_ list: ChangeList, rootPath: String, to html: inout MarkupBuffer) {
    html.appendLiteral("<h2 id=\"d")
    html.append(list.to)
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

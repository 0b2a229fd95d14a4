import Markup
import Model
import Templating

/// ```` ```movers ````: who grew and who shrank the most, and whose price or tier changed lately.
struct MoversBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "movers", summary: "who grew and shrank the most, and whose price or tier changed lately",
    options: [
      BlockOption(name: "window", values: .growthWindow, summary: "`7d`, `30d` (default) or `90d`"),
      BlockOption(name: "limit", values: .count, summary: "5 unless told"),
    ])

  /// One of ``Growth/windows``.
  private let window: Int
  /// The most KOLs of each kind.
  private let limit: Int
  /// The sections up to their first item.
  private let growing: HTML
  private let shrinking: HTML
  private let changing: HTML
  private let none: HTML
  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem) {
    window = try options.growthWindow()
    limit = try options.limit() ?? 5
    let days = wording.days(window)
    func start(_ title: Labels.Key) -> HTML {
      .written { html in
        html.appendLiteral("<section><h3>")
        html.appendText(wording.labels.text(title, [("days", days)]))
        html.appendLiteral("</h3>\n<ul class=\"movers\">\n")
      }
    }
    growing = start(.moversUp)
    shrinking = start(.moversDown)
    changing = start(.moversPrices)
    none = .written { html in
      html.appendLiteral("<li class=\"missing\">")
      html.appendText(wording.labels[.none])
      html.appendLiteral("</li>\n")
    }
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    let movers = movers(of: page.report)
    output.html.appendLiteral("<div class=\"columns\">\n")
    appendSection(
      growing, movers.filter { !$0.relative.isNegative && !$0.relative.isZero }, to: &output.html
    ) { append($0, on: page, to: &$1) }
    appendSection(
      shrinking, movers.filter { $0.relative.isNegative }.sortedStably { $0.relative < $1.relative },
      to: &output.html
    ) { append($0, on: page, to: &$1) }
    appendSection(changing, changes(of: page.report), to: &output.html) { append($0, on: page, to: &$1) }
    output.html.appendLiteral("</div>\n")
  }

  private func appendSection<Item>(
    _ start: HTML, _ items: [Item], to html: inout MarkupBuffer, write: (Item, inout MarkupBuffer) -> Void
  ) {
    html.append(start)
    for item in items.prefix(limit) {
      html.appendLiteral("<li>")
      write(item, &html)
      html.appendLiteral("</small></li>\n")
    }
    if items.isEmpty { html.append(none) }
    html.appendLiteral("</ul></section>\n")
  }

  // MARK: Growth

  private struct Mover {
    /// Among the report's KOLs.
    let place: Int
    let change: Growth.Change
    let relative: Quantity
  }

  /// From the most growth to the least; equal ones keep the order of the roster.
  private func movers(of report: Report) -> [Mover] {
    let movers = report.kols.indices.compactMap { place -> Mover? in
      guard let change = report.kols[place].currentFollowersChange(window: window),
        let relative = change.relative
      else { return nil }
      return Mover(place: place, change: change, relative: relative)
    }
    return movers.sortedStably { $0.relative > $1.relative }
  }

  private func append(_ mover: Mover, on page: OverviewPage, to html: inout MarkupBuffer) {
    let kol = page.report.kols[mover.place]
    html.appendLink(to: kol.entry.id, name: kol.name, rootPath: page.place.rootPath)
    html.appendLiteral(" <span class=\"number\">")
    html.append(signedPercent: mover.relative)
    html.appendLiteral("</span> <small class=\"scope\">")
    let absolute = wording.numbers.signed(mover.change.absolute, unit: .count)
    html.appendText(wording.dated("\(absolute) · \(wording.days(mover.change.days))", of: kol))
  }

  // MARK: Prices and tiers

  private struct Found {
    /// Among the report's KOLs.
    let place: Int
    /// Of the data.
    let day: CalendarDay
    let kind: Change.Kind
  }

  /// Prices and tiers that changed in the window, the newest first.
  private func changes(of report: Report) -> [Found] {
    var found: [Found] = []
    for place in report.kols.indices {
      found += priceChanges(ofKOLAt: place, in: report)
      if let change = tierChange(ofKOLAt: place, in: report) { found.append(change) }
    }
    return found.sortedStably { $0.day > $1.day }
  }

  private func priceChanges(ofKOLAt place: Int, in report: Report) -> [Found] {
    report.kols[place].priceChanges.filter { report.asOf.days(since: $0.day) < window }.map { change in
      Found(
        place: place, day: change.day,
        kind: .price(metricID: change.metricID, from: change.from, to: change.to))
    }
  }

  private func tierChange(ofKOLAt place: Int, in report: Report) -> Found? {
    report.kols[place].tierChange(window: window).map { change in
      Found(place: place, day: change.day, kind: .tier(from: change.from, to: change.to))
    }
  }

  private func append(_ change: Found, on page: OverviewPage, to html: inout MarkupBuffer) {
    let kol = page.report.kols[change.place]
    html.appendLink(to: kol.entry.id, name: kol.name, rootPath: page.place.rootPath)
    html.appendLiteral(" ")
    html.appendIsolated(wording.text(of: change.kind))
    html.appendLiteral(" <small class=\"scope\">")
    html.appendTime(change.day)
  }
}

extension Array {
  /// Sorts; equal elements keep their order.
  fileprivate func sortedStably(by precedes: (Element, Element) -> Bool) -> [Element] {
    enumerated().sorted { left, right in
      precedes(left.element, right.element)
        || (!precedes(right.element, left.element) && left.offset < right.offset)
    }.map(\.element)
  }
}

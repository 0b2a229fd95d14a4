import Markup
import Model

/// ```` ```movers ````: who grew and who shrank the most, and whose price or tier changed lately.
struct MoversBlock {
  let report: Report
  let wording: Wording
  /// From the page to the folder of its language.
  let rootPath: String

  /// - Parameters:
  ///   - window: One of ``Growth/windows``.
  ///   - limit: The most KOLs of each kind.
  func html(window: Int, limit: Int) -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<div class=\"columns\">\n")
    let moved = movedKOLs(window: window)
    appendGrowth(
      moved.filter { !$0.relative.isNegative && !$0.relative.isZero }.prefix(limit), title: .moversUp,
      window: window, to: &html)
    appendGrowth(
      moved.filter { $0.relative.isNegative }.sortedStably { $0.relative < $1.relative }.prefix(limit),
      title: .moversDown,
      window: window,
      to: &html)
    appendChanges(window: window, limit: limit, to: &html)
    html.appendLiteral("</div>\n")
    return HTML(html)
  }

  private struct Mover {
    let kol: KOLReport
    let change: Growth.Change
    let relative: Quantity
  }

  /// From the most growth to the least; equal ones keep the order of the roster.
  private func movedKOLs(window: Int) -> [Mover] {
    let movers = report.kols.compactMap { kol -> Mover? in
      guard let change = kol.currentChange(of: "followers", window: window), let relative = change.relative
      else { return nil }
      return Mover(kol: kol, change: change, relative: relative)
    }
    return movers.sortedStably { $0.relative > $1.relative }
  }

  private func appendGrowth(
    _ movers: ArraySlice<Mover>, title: Labels.Key, window: Int, to html: inout MarkupBuffer
  ) {
    open(wording.labels.text(title, [("days", wording.days(window))]), to: &html)
    for mover in movers {
      html.appendLiteral("<li>")
      html.appendLink(to: mover.kol.entry.id, name: mover.kol.name, rootPath: rootPath)
      html.appendLiteral(" <span class=\"number\">")
      html.appendText(wording.numbers.signedPercent(mover.relative))
      html.appendLiteral("</span> <small class=\"scope\">")
      let absolute = wording.numbers.signed(mover.change.absolute, unit: .count)
      html.appendText(wording.dated("\(absolute) · \(wording.days(mover.change.days))", of: mover.kol))
      html.appendLiteral("</small></li>\n")
    }
    close(isEmpty: movers.isEmpty, to: &html)
  }

  /// Prices and tiers that changed in the window, the newest first.
  private func appendChanges(window: Int, limit: Int, to html: inout MarkupBuffer) {
    open(wording.labels.text(.moversPrices, [("days", wording.days(window))]), to: &html)
    let found = report.kols.flatMap { changes(of: $0, window: window) }.sortedStably { $0.day > $1.day }
    for change in found.prefix(limit) {
      html.appendLiteral("<li>")
      html.appendLink(to: change.kol.entry.id, name: change.kol.name, rootPath: rootPath)
      html.appendLiteral(" ")
      html.appendIsolated(wording.text(of: change.kind))
      html.appendLiteral(" <small class=\"scope\">")
      html.appendTime(change.day)
      html.appendLiteral("</small></li>\n")
    }
    close(isEmpty: found.isEmpty, to: &html)
  }

  private struct Found {
    let kol: KOLReport
    /// Of the data.
    let day: CalendarDay
    let kind: Change.Kind
  }

  private func changes(of kol: KOLReport, window: Int) -> [Found] {
    let prices = History.chartedMetrics.filter { $0.group == .pricing }.flatMap { kol.priceEvents(of: $0.id) }
      .map { event in
        Found(
          kol: kol, day: kol.series(event.metric.id)?.dataDay(of: event.day) ?? event.day,
          kind: .price(metricID: event.metric.id, from: event.from, to: event.to))
      }
      .filter { report.asOf.days(since: $0.day) < window }
    return prices + (tierChange(of: kol, window: window).map { [$0] } ?? [])
  }

  /// From the tier that the followers' growth is measured from to that of today, on the day of the last step.
  private func tierChange(of kol: KOLReport, window: Int) -> Found? {
    guard let change = kol.currentChange(of: "followers", window: window),
      let series = kol.series("followers")
    else { return nil }
    let (from, to) = (report.tiers.tier(followers: change.from), report.tiers.tier(followers: change.to))
    guard from != to else { return nil }
    let known = series.points.filter { $0.reading.value != nil && $0.day <= change.toDay }
    let before = known.last { point in point.reading.value.map(report.tiers.tier) != to }
    let day = known.first { $0.day > before?.day ?? change.fromDay }?.day ?? change.toDay
    return Found(kol: kol, day: series.dataDay(of: day), kind: .tier(from: from, to: to))
  }

  private func open(_ title: String, to html: inout MarkupBuffer) {
    html.appendLiteral("<section><h3>")
    html.appendText(title)
    html.appendLiteral("</h3>\n<ul class=\"movers\">\n")
  }

  private func close(isEmpty: Bool, to html: inout MarkupBuffer) {
    if isEmpty {
      html.appendLiteral("<li class=\"missing\">")
      html.appendText(wording.labels[.none])
      html.appendLiteral("</li>\n")
    }
    html.appendLiteral("</ul></section>\n")
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

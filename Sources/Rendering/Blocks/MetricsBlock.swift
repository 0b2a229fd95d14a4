import Markup
import Model

/// ```` ```metrics ````: figures of one KOL as a table with source and day, or as cards.
struct MetricsBlock {
  let kol: KOLReport
  let wording: Wording

  /// Writes the chosen figures: those with a value, then those without one, folded away.
  func table(of figures: [Figure], caption: String) -> HTML {
    let present = figures.filter { $0.reading.value != nil }
    let absent = figures.filter { $0.reading.value == nil }
    var html = MarkupBuffer()
    if !present.isEmpty { appendTable(of: present, caption: caption, to: &html) }
    if !absent.isEmpty {
      html.appendLiteral("<details class=\"absent\"><summary>")
      html.appendText(wording.labels.text(.withoutValue, [("count", String(absent.count))]))
      html.appendLiteral("</summary>\n<ul>\n")
      for figure in absent {
        html.appendLiteral("<li>")
        html.appendText(figure.metric.label[wording.language])
        html.appendScope(figure.metric.scope, wording: wording)
        html.appendLiteral(" ")
        html.appendReading(figure.reading, unit: figure.metric.unit, wording: wording)
        html.appendLiteral("</li>\n")
      }
      html.appendLiteral("</ul></details>\n")
    }
    return HTML(html)
  }

  private func appendTable(of figures: [Figure], caption: String, to html: inout MarkupBuffer) {
    html.openTable(caption: caption, headers: [.metric, .value, .source, .day], labels: wording.labels)
    for figure in figures {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(figure.metric.label[wording.language])
      html.appendScope(figure.metric.scope, wording: wording)
      html.appendLiteral("</th><td class=\"number\">")
      html.appendReading(figure.reading, unit: figure.metric.unit, wording: wording)
      html.appendLiteral("</td><td class=\"source\">")
      appendSource(of: figure, to: &html)
      html.appendLiteral("</td><td class=\"day\">")
      appendDay(figure.day, to: &html)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
  }

  func cards(of figures: [Figure]) -> HTML {
    var html = MarkupBuffer()
    html.appendLiteral("<dl class=\"cards\">\n")
    for figure in figures {
      html.appendLiteral("<div class=\"card\"><dt>")
      html.appendText(figure.metric.label[wording.language])
      html.appendScope(figure.metric.scope, wording: wording)
      html.appendLiteral("</dt>")
      if let value = figure.reading.value {
        html.appendCardNumber(wording.numbers.text(value, unit: figure.metric.unit))
      } else {
        html.appendCardReason(wording.reason(of: figure.reading) ?? "")
      }
      if let change = shortGrowth(of: figure.metric) {
        html.appendLiteral("<dd class=\"change\">")
        html.appendText(change)
        html.appendLiteral("</dd>")
      }
      html.appendLiteral("<dd class=\"source\">")
      appendSource(of: figure, to: &html)
      if let day = figure.day {
        html.appendLiteral(" · ")
        html.appendTime(day)
      }
      html.appendLiteral("</dd></div>\n")
    }
    html.appendLiteral("</dl>\n")
    return HTML(html)
  }

  /// How the charted metrics moved, each window with its real number of days.
  func growthTable(caption: String) -> HTML {
    var html = MarkupBuffer()
    let hasAny = kol.growths.contains { if case .change = $0.outcome { true } else { false } }
    guard hasAny else {
      html.appendLiteral("<p class=\"no-chart\">")
      html.appendText(wording.labels[.noGrowth])
      html.appendLiteral("</p>\n")
      return HTML(html)
    }
    html.openTable(
      caption: caption,
      headerTexts: [wording.labels[.metric]]
        + Growth.windows.map(wording.days))
    for growths in growthsByMetric where growths.contains(where: isWorthARow) {
      guard let metric = growths.first?.metric else { continue }
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(metric.label[wording.language])
      html.appendScope(metric.scope, wording: wording)
      html.appendLiteral("</th>")
      for growth in growths {
        html.appendLiteral("<td>")
        append(growth, to: &html)
        html.appendLiteral("</td>")
      }
      html.appendLiteral("</tr>\n")
    }
    html.closeTable()
    return HTML(html)
  }

  /// For each charted metric its windows.
  private var growthsByMetric: [ArraySlice<Growth>] {
    stride(from: 0, to: kol.growths.count, by: Growth.windows.count).map { start in
      kol.growths[start..<min(start + Growth.windows.count, kol.growths.count)]
    }
  }

  /// Followers and likes always have their row; other metrics only where they moved.
  private func isWorthARow(_ growth: Growth) -> Bool {
    if growth.metric.group == .reach { return true }
    guard case .change(let change) = growth.outcome else { return false }
    return !change.absolute.isZero
  }

  /// The change, and small below it what it is between.
  private func append(_ growth: Growth, to html: inout MarkupBuffer) {
    let unit = growth.metric.unit
    guard case .change(let change) = growth.outcome else {
      html.appendMissing(reason: wording.labels[.tooShort])
      return
    }
    html.appendLiteral("<span class=\"number\">")
    html.appendText(wording.numbers.signed(change.absolute, unit: unit))
    if let relative = change.relative {
      html.appendText(" (\(wording.numbers.signedPercent(relative)))")
    }
    html.appendLiteral("</span> <small class=\"scope\">")
    html.appendText(
      "\(wording.numbers.text(change.from, unit: unit)) → \(wording.numbers.text(change.to, unit: unit)) · ")
    html.appendText("\(wording.days(change.days)), \(change.fromDataDay) – \(change.toDataDay)")
    html.appendLiteral("</small>")
  }

  private func shortGrowth(of metric: Metric) -> String? {
    guard let change = kol.currentChange(of: metric.id, window: 30) else { return nil }
    let size =
      change.relative.map(wording.numbers.signedPercent)
      ?? wording.numbers.signed(change.absolute, unit: metric.unit)
    return "\(size) · \(wording.days(change.days))"
  }

  private func appendSource(of figure: Figure, to html: inout MarkupBuffer) {
    switch figure.metric.origin {
    case .platform, .platformEstimate:
      let key: Labels.Key =
        if case .platformEstimate = figure.metric.origin { .platformEstimate } else { .platformField }
      html.appendText(wording.labels[key])
      if let field = figure.field {
        html.appendLiteral(" <code>")
        html.appendText(field)
        html.appendLiteral("</code>")
      }
    case .computed(let formula):
      html.appendText("\(wording.labels[.computed]) · \(wording.text(of: formula))")
      if figure.reading.value != nil, let inputs = inputs(of: formula) { html.appendText(" = \(inputs)") }
      if let caution = formula.caution { html.appendText(" · \(caution[wording.language])") }
    }
  }

  /// The formula with the numbers that went into it: `¥180 ÷ 91`; nil where one is missing.
  private func inputs(of formula: Formula) -> String? {
    func number(_ id: String) -> String? {
      guard let figure = kol.figure(id), let value = figure.reading.value else { return nil }
      return wording.numbers.text(value, unit: figure.metric.unit)
    }
    guard let dividend = number(formula.dividend), let divisor = number(formula.divisor) else { return nil }
    guard formula.factor != 1, let factor = Quantity(formula.factor) else {
      return "\(dividend) ÷ \(divisor)"
    }
    return "\(dividend) ÷ \(divisor) × \(wording.numbers.text(factor, unit: .count))"
  }

  private func appendDay(_ day: CalendarDay?, to html: inout MarkupBuffer) {
    guard let day else { return }
    html.appendTime(day)
  }
}

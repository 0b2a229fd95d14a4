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
      html.appendText(
        wording.labels.text(.withoutValue, [("count", String(absent.count))]))
      html.appendLiteral("</summary>\n")
      appendTable(
        of: absent,
        caption: "\(caption) · \(wording.labels.text(.withoutValue, [("count", String(absent.count))]))",
        to: &html)
      html.appendLiteral("</details>\n")
    }
    return HTML(html)
  }

  private func appendTable(of figures: [Figure], caption: String, to html: inout MarkupBuffer) {
    html.openTable(caption: caption, headers: [.metric, .value, .source, .day], labels: wording.labels)
    for figure in figures {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(figure.metric.label[wording.language])
      appendScope(of: figure.metric, to: &html)
      html.appendLiteral("</th><td class=\"number\">")
      append(figure.reading, unit: figure.metric.unit, to: &html)
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
      appendScope(of: figure.metric, to: &html)
      html.appendLiteral("</dt><dd class=\"number\">")
      append(figure.reading, unit: figure.metric.unit, to: &html)
      html.appendLiteral("</dd>")
      if let change = shortGrowth(of: figure.metric) {
        html.appendLiteral("<dd class=\"change\">")
        html.appendText(change)
        html.appendLiteral("</dd>")
      }
      html.appendLiteral("<dd class=\"source\">")
      appendSource(of: figure, to: &html)
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
      caption: caption, headers: [.metric, .window, .change, .from, .to], labels: wording.labels)
    for growth in kol.growths where isWorthARow(growth) {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendText(growth.metric.label[wording.language])
      appendScope(of: growth.metric, to: &html)
      html.appendLiteral("</th><td>")
      append(growth, to: &html)
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    return HTML(html)
  }

  /// Follower and like growth always have their rows; other metrics only where they moved.
  private func isWorthARow(_ growth: Growth) -> Bool {
    if growth.metric.group == .reach { return true }
    guard case .change(let change) = growth.outcome else { return false }
    return !change.absolute.isZero
  }

  private func append(_ growth: Growth, to html: inout MarkupBuffer) {
    let unit = growth.metric.unit
    guard case .change(let change) = growth.outcome else {
      html.appendText("\(growth.window) \(wording.labels[.days])")
      html.appendLiteral("</td><td class=\"number\">")
      html.appendMissing(reason: wording.labels[.tooShort])
      html.appendLiteral("</td><td></td><td>")
      return
    }
    html.appendText("\(change.days) \(wording.labels[.days])")
    html.appendLiteral("</td><td class=\"number\">")
    html.appendText(wording.numbers.signed(change.absolute, unit: unit))
    if let relative = change.relative {
      html.appendText(" (\(wording.numbers.signedPercent(relative)))")
    }
    for (value, day) in [(change.from, change.fromDay), (change.to, change.toDay)] {
      html.appendLiteral("</td><td class=\"number\">")
      html.appendText(wording.numbers.text(value, unit: unit))
      html.appendLiteral(" ")
      appendDay(day, to: &html)
    }
  }

  private func shortGrowth(of metric: Metric) -> String? {
    guard let change = kol.currentChange(of: metric.id, window: 30) else { return nil }
    let size =
      change.relative.map(wording.numbers.signedPercent)
      ?? wording.numbers.signed(change.absolute, unit: metric.unit)
    return "\(size) · \(change.days) \(wording.labels[.days])"
  }

  private func append(_ reading: Reading, unit: Unit, to html: inout MarkupBuffer) {
    if let value = reading.value {
      html.appendText(wording.numbers.text(value, unit: unit))
    } else {
      html.appendMissing(reason: wording.reason(of: reading) ?? "")
    }
  }

  private func appendScope(of metric: Metric, to html: inout MarkupBuffer) {
    let parts = wording.scopeParts(metric.scope)
    guard !parts.isEmpty else { return }
    html.appendLiteral(" <small class=\"scope\">")
    html.appendText(parts.joined(separator: " · "))
    html.appendLiteral("</small>")
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
    }
  }

  private func appendDay(_ day: CalendarDay?, to html: inout MarkupBuffer) {
    guard let day else { return }
    html.appendTime(day)
  }
}

import Markup
import Model
import SVGCharts

/// ```` ```archive ````: every day of the archive as a calendar and as a table, with the copies and the downloads.
struct ArchiveBlock {
  let report: Report
  let wording: Wording
  /// The address of the top of the site, from this page.
  let addressOfSite: String
  /// The address of the site as of a day, from this page.
  let addressOfCopy: (CalendarDay) -> String

  func html(id: String) -> HTML {
    var html = MarkupBuffer()
    if report.archive.count > 1 { appendCalendar(id, to: &html) }
    appendDownloads(to: &html)
    html.openTable(
      caption: wording.labels[.archive], headers: [.day, .archiveCoverage, .archiveFailed, .archiveCopy],
      labels: wording.labels)
    for day in report.archive.reversed() {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendTime(day.day)
      html.appendLiteral("</th><td class=\"number\">")
      html.appendText("\(day.kols) / \(report.kols.count)")
      html.appendLiteral("</td><td class=\"number\">")
      html.append(integer: day.failures)
      html.appendLiteral("</td><td>")
      if day.hasSite {
        html.appendLiteral("<a href=\"")
        html.appendAttribute(addressOfCopy(day.day))
        html.appendLiteral("\">")
        html.appendText("\(wording.labels[.archiveCopy]) \(day.day)")
        html.appendLiteral("</a>")
      } else {
        html.appendLiteral("<span class=\"missing\">–</span>")
      }
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
    return HTML(html)
  }

  private func appendCalendar(_ id: String, to html: inout MarkupBuffer) {
    guard let first = report.archive.first?.day, let last = report.archive.last?.day else { return }
    let byDay = Dictionary(report.archive.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
    // Ten years of cells are more than anyone reads; the table has all days.
    let start = max(first, last.advanced(by: -3_650))
    let days = (0...last.days(since: start)).map { offset in
      let day = start.advanced(by: offset)
      let kols = byDay[day]?.kols ?? 0
      return CalendarChart.Day(
        day: day.daysSinceEpoch, level: level(kols),
        label: wording.labels.text(
          .archiveDayLabel,
          [("day", day.description), ("kols", String(kols)), ("all", String(report.kols.count))]))
    }
    html.appendLiteral("<figure>\n")
    html.openPlot(label: wording.labels[.archiveCalendar])
    CalendarChart(
      id: id,
      text: ChartText(
        title: wording.labels[.archiveCalendar],
        description: wording.labels.text(
          .archiveCalendarText,
          [
            ("days", wording.days(report.archive.count)), ("from", first.description),
            ("to", last.description),
            ("kols", String(report.kols.count)),
          ])),
      days: days,
      labelMonth: { number in
        let (year, month, day) = CalendarDay(daysSinceEpoch: number).components
        return day == 1 ? "\(year)-\(month < 10 ? "0" : "")\(month)" : nil
      }
    ).svg(into: &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(
      wording.labels.text(
        .archiveCalendarText,
        [
          ("days", wording.days(report.archive.count)), ("from", first.description), ("to", last.description),
          ("kols", String(report.kols.count)),
        ]))
    html.appendLiteral("</figcaption>\n</figure>\n")
  }

  /// Quarters of the roster, rounded up: a day with anyone at all is never as pale as an empty one.
  private func level(_ kols: Int) -> Int {
    report.kols.isEmpty ? 0 : min(4, (kols * 4 + report.kols.count - 1) / report.kols.count)
  }

  private func appendDownloads(to html: inout MarkupBuffer) {
    html.appendHeading(wording.labels[.archiveDownloads])
    html.appendLiteral("<ul>\n")
    for (path, key) in [
      (ArchiveDownloads.readingsPath, Labels.Key.downloadReadings),
      (ArchiveDownloads.daysPath, .downloadDays),
    ] {
      html.appendLiteral("<li><a download href=\"")
      html.appendAttribute(addressOfSite + path)
      html.appendLiteral("\">")
      html.appendText(wording.labels[key])
      html.appendLiteral("</a></li>\n")
    }
    html.appendLiteral("</ul>\n")
  }
}

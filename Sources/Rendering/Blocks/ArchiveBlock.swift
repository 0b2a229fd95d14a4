import Markup
import Model
import SVGCharts
import Templating

/// ```` ```archive ````: every day of the archive as a calendar and as a table, with the copies and the downloads.
struct ArchiveBlock: OverviewBlock {
  static let kind = BlockKind(
    name: "archive",
    summary: "every archived day as a calendar and a table, with downloads and copies")

  private let wording: Wording

  init(_ options: BlockOptions, wording: Wording) {
    self.wording = wording
  }

  func write(_ page: OverviewPage, to output: inout PageOutput) {
    if page.report.archive.count > 1 { appendCalendar(of: page.report, id: output.id, to: &output.html) }
    appendDownloads(addressOfSite: page.siteRoot, to: &output.html)
    appendTable(page, to: &output.html)
  }

  private func appendTable(_ page: OverviewPage, to html: inout MarkupBuffer) {
    html.openTable(
      caption: wording.labels[.archive], headers: [.day, .archiveCoverage, .archiveFailed, .archiveCopy],
      labels: wording.labels)
    for day in page.report.archive.reversed() {
      html.appendLiteral("<tr><th scope=\"row\">")
      html.appendTime(day.day)
      html.appendLiteral("</th><td class=\"number\">")
      html.append(integer: day.kols)
      html.appendLiteral(" / ")
      html.append(integer: page.report.kols.count)
      html.appendLiteral("</td><td class=\"number\">")
      html.append(integer: day.failures)
      html.appendLiteral("</td><td>")
      if day.hasSite {
        html.appendLiteral("<a href=\"")
        html.appendAttribute(page.addressOfCopy(day.day))
        html.appendLiteral("\">")
        html.appendText(wording.labels[.archiveCopy])
        html.appendLiteral(" ")
        html.append(day.day)
        html.appendLiteral("</a>")
      } else {
        html.appendLiteral("<span class=\"missing\">–</span>")
      }
      html.appendLiteral("</td></tr>\n")
    }
    html.closeTable()
  }

  private func appendCalendar(of report: Report, id: String, to html: inout MarkupBuffer) {
    guard let first = report.archive.first?.day, let last = report.archive.last?.day else { return }
    let count = report.kols.count
    let byDay = Dictionary(report.archive.map { ($0.day, $0.kols) }, uniquingKeysWith: { first, _ in first })
    // Ten years of cells are more than anyone reads; the table has all days.
    let start = max(first, last.advanced(by: -3_650))
    let days = (0...last.days(since: start)).map { offset in
      let day = start.advanced(by: offset)
      let kols = byDay[day] ?? 0
      return CalendarChart.Day(
        day: day.daysSinceEpoch, level: level(kols, of: count),
        label: wording.labels.text(
          .archiveDayLabel, [("day", day.description), ("kols", String(kols)), ("all", String(count))]))
    }
    let title = wording.labels[.archiveCalendar]
    let finding = wording.labels.text(
      .archiveCalendarText,
      [
        ("days", wording.days(report.archive.count)), ("from", first.description), ("to", last.description),
        ("kols", String(count)),
      ])
    html.appendLiteral("<figure>\n")
    html.openPlot(label: title)
    CalendarChart(
      id: id, text: ChartText(title: title, description: finding), days: days,
      labelMonth: { number in
        let (year, month, day) = CalendarDay(daysSinceEpoch: number).components
        return day == 1 ? "\(year)-\(month < 10 ? "0" : "")\(month)" : nil
      }
    ).svg(into: &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendLiteral("</figcaption>\n</figure>\n")
  }

  /// Quarters of the roster, rounded up: a day with anyone at all is never as pale as an empty one.
  private func level(_ kols: Int, of count: Int) -> Int {
    count == 0 ? 0 : min(4, (kols * 4 + count - 1) / count)
  }

  private func appendDownloads(addressOfSite: String, to html: inout MarkupBuffer) {
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

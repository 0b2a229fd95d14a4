import Markup
import Model
import Templating

/// Which block of a template is written by what.
extension PageRenderer {
  func legacyBlock(_ call: BlockCall, about subject: Subject, id: String, charts: ChartFiles) throws -> HTML {
    switch subject {
    case .overview(let page):
      try overviewBlock(call, id: id, of: page.report, page: page, place: page.place, charts: charts)
    case .profile(let page): try profileBlock(call, id: id, page: page, kol: page.kol, charts: charts)
    }
  }

  func overviewBlock(
    _ call: BlockCall, id: String, of report: Report, page: OverviewPage, place: KOLsBlock.Place,
    charts: ChartFiles
  ) throws -> HTML {
    switch call.kind {
    case "chart":
      return RankingChart(report: report, metric: try metric(call.options["bar"]), wording: wording)
        .html(id: id, limit: try BlockOptions(call.options).limit(), files: charts)
    case "distribution":
      return DistributionBlock(report: report, metric: try metric(call.options["metric"]), wording: wording)
        .html(id: id, isLogarithmic: call.options["scale"] == "log", files: charts)
    case "scatter":
      return ScatterBlock(
        report: report, x: try metric(call.options["x"]), y: try metric(call.options["y"]), wording: wording,
        rootPath: place.rootPath
      ).html(id: id, isLogarithmic: call.options["scale"] == "log", files: charts)
    case "trends":
      return TrendsBlock(
        report: report, metric: try metric(call.options["metric"]), wording: wording, rootPath: place.rootPath
      ).html(
        id: id, window: try BlockOptions(call.options).window(),
        limit: try BlockOptions(call.options).limit() ?? TrendsBlock.mostLines, files: charts
      )
    case "ranks":
      return RanksBlock(report: report, metric: try metric(call.options["metric"]), wording: wording)
        .html(id: id, limit: try BlockOptions(call.options).limit() ?? 8, files: charts)
    case "archive":
      return ArchiveBlock(report: report, wording: wording, addressOfSite: page.siteRoot) { day in
        page.addressOfCopy(day)
      }.html(id: id)
    case "methodology": return MethodologyBlock(wording: wording, tiers: report.tiers).html()
    default:
      throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
    }
  }

  func profileBlock(
    _ call: BlockCall, id: String, page: ProfilePage, kol: KOLReport, charts: ChartFiles
  ) throws -> HTML {
    switch call.kind {
    case "chart":
      let name = call.options["line"] ?? ""
      guard let series = kol.series(name) else {
        throw BlockProblem(message: "there is no charted metric “\(name)”")
      }
      return SeriesChart(
        series: series, asOf: report.asOf, window: try BlockOptions(call.options).window(), wording: wording
      ).html(
        id: id, events: priceEvents(of: kol, beside: series.metric), fromZero: call.options["from"] == "zero",
        files: charts)
    default:
      throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
    }
  }

  /// What a line is marked with: the changes of the picture quote, or of the quote itself where that is the line.
  private func priceEvents(of kol: KOLReport, beside metric: Metric) -> [(day: CalendarDay, text: String)] {
    kol.priceEvents(of: metric.id == "videoPrice" ? "videoPrice" : "picturePrice").map { event in
      let to = wording.numbers.text(event.to, unit: .cny)
      let text = event.from.map { "\(wording.numbers.text($0, unit: .cny)) → \(to)" }
      let name = event.metric.label[wording.language]
      let older = kol.series(event.metric.id)?.olderDays[event.day].map { " · \(wording.olderData(of: $0))" }
      return (event.day, "\(name) \(text ?? wording.labels.text(.listed, [("price", to)]))\(older ?? "")")
    }
  }

  private func metric(_ id: String?) throws -> Metric {
    MetricCatalog.builtIn.metrics[try metricIndex(id ?? "")]
  }

  /// The place of a metric in the catalogue, which is also that of its figure.
  private func metricIndex(_ id: String) throws -> Int {
    guard let index = MetricCatalog.builtIn.index(of: id) else {
      throw BlockProblem(message: "there is no metric “\(id)”")
    }
    return index
  }
}

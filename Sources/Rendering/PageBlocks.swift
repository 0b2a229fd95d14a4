import Markup
import Model
import Templating

/// Which block of a template is written by what.
extension PageRenderer {
  func overviewBlock(
    _ call: BlockCall, id: String, of report: Report, place: KOLsBlock.Place, charts: ChartFiles
  ) throws -> HTML {
    switch call.kind {
    case "coverage":
      return CoverageBlock(report: report, wording: wording).html()
    case "totals":
      return TotalsBlock(report: report, wording: wording)
        .html(metrics: try call.list("metrics").map(metricIndex))
    case "movers":
      return MoversBlock(report: report, wording: wording, rootPath: place.rootPath)
        .html(window: try call.growthWindow(), limit: try call.limit() ?? 5)
    case "chart":
      return RankingChart(report: report, metric: try metric(call.options["bar"]), wording: wording)
        .html(id: id, limit: try call.limit(), files: charts)
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
        id: id, window: try call.window(), limit: try call.limit() ?? TrendsBlock.mostLines, files: charts
      )
    case "ranks":
      return RanksBlock(report: report, metric: try metric(call.options["metric"]), wording: wording)
        .html(id: id, limit: try call.limit() ?? 8, files: charts)
    case "groups":
      return GroupsBlock(
        report: report, wording: wording, rootPath: place.rootPath, groups: site.groups,
        groupPlaces: site.groupPlaces, baskets: site.baskets
      ).html()
    case "kols":
      return KOLsBlock(report: report, wording: wording, place: place).html(
        columns: try call.columns(), sortedBy: try call.options["sort"].map(BlockCall.column),
        ascending: call.options["order"] == "ascending", limit: try call.limit())
    default:
      throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
    }
  }

  func profileBlock(
    _ call: BlockCall, id: String, kol: KOLReport, charts: ChartFiles
  ) throws -> HTML {
    switch call.kind {
    case "facts":
      let page = SiteMap.Page.kol(kol.entry.id)
      return FactsBlock(
        kol: kol, wording: wording, siteRoot: map.siteRoot(from: page, in: language),
        rootPath: map.languageRoot(from: page),
        groups: (site.groupPlaces[kol.entry.id] ?? []).map { site.groups[$0] }
      ).html()
    case "note":
      return try note(of: kol)
    case "fields":
      return FieldsBlock(kol: kol, wording: wording).html()
    case "estimates":
      return EstimatesBlock(kol: kol, wording: wording).html()
    case "standing":
      return StandingBlock(report: report, kol: kol, wording: wording)
        .html(id: id, metrics: try call.list("metrics").map(metricIndex), files: charts)
    case "chart":
      let name = call.options["line"] ?? ""
      guard let series = kol.series(name) else {
        throw BlockProblem(message: "there is no charted metric “\(name)”")
      }
      return SeriesChart(
        series: series, asOf: report.asOf, window: try call.window(), newest: kol.snapshot, wording: wording
      ).html(
        id: id, events: priceEvents(of: kol, beside: series.metric), fromZero: call.options["from"] == "zero",
        files: charts)
    case "metrics":
      return try metrics(call, kol: kol)
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
      return (event.day, "\(name) \(text ?? wording.labels.text(.listed, [("price", to)]))")
    }
  }

  private func metrics(_ call: BlockCall, kol: KOLReport) throws -> HTML {
    let block = MetricsBlock(kol: kol, wording: wording)
    let group = call.options["group"]
    let caption = group.flatMap { wording.labels.texts[$0] } ?? wording.labels[.metric]
    if group == BlockCatalog.growthGroup { return block.growthTable(caption: caption) }
    var figures = kol.figures
    if call.options["metrics"] != nil {
      figures = try call.list("metrics").map(metricIndex).map { kol.figures[$0] }
    }
    if let group { figures = figures.filter { $0.metric.group.rawValue == group } }
    return call.options["style"] == "cards"
      ? block.cards(of: figures) : block.table(of: figures, caption: caption)
  }

  /// The analyst's note on a KOL under its own heading, signed; nothing where there is none, or only one of a later
  /// day than the report.
  private func note(of kol: KOLReport) throws -> HTML {
    guard let note = site.notes[kol.entry.id]?[language], note.day.map({ $0 <= report.asOf }) ?? true else {
      return HTML(trusted: [])
    }
    var html = MarkupBuffer()
    html.appendLiteral("<section class=\"note\">")
    html.appendHeading(wording.labels[.analystNote])
    // Notes have no report blocks: their code blocks stay code.
    html.append(try renderMarkdownText(note.text))
    if note.author != nil || note.day != nil {
      html.appendLiteral("<p class=\"signature\">")
      if let author = note.author { html.appendIsolated(author) }
      if note.author != nil && note.day != nil { html.appendLiteral(" · ") }
      if let day = note.day { html.appendTime(day) }
      html.appendLiteral("</p>\n")
    }
    html.appendLiteral("</section>\n")
    return HTML(html)
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

import Markup
import Model
import Templating

/// Renders the pages of one language.
struct PageRenderer {
  let site: SiteRenderer
  let report: Report
  let wording: Wording
  /// Where this site's pages are, or a copy's.
  let map: SiteMap
  private let context: PageContext
  private let siteValues: [String: TemplateValue]

  /// - Parameter copy: The day of the copy that the pages are of; nil for the site itself.
  init(site: SiteRenderer, report: Report, labels: Labels, copy: CalendarDay? = nil) {
    map = SiteMap(languages: site.settings.languages, copy: copy)
    self.site = site
    self.report = report
    wording = Wording(labels: labels)
    context = PageContext(report: report, labels: labels, generator: site.generator)
    siteValues = context.site()
  }

  private var language: Language { wording.language }

  func index() throws -> OutputFile {
    try page(
      .index, template: "index.md", title: report.title, values: [:], blocks: BlockCatalog.index
    ) { call, id in
      try overviewBlock(call, id: id, page: .index)
    }
  }

  func profile(of kol: KOLReport) throws -> OutputFile {
    try page(
      .kol(kol.entry.id), template: "profile.md", title: "\(kol.name) · \(report.title)",
      values: context.kol(kol), blocks: BlockCatalog.profile
    ) { call, id in
      try profileBlock(call, id: id, kol: kol)
    }
  }

  func changes() throws -> OutputFile {
    try page(
      .changes, template: "changes.md", title: "\(wording.labels[.changes]) · \(report.title)", values: [:],
      blocks: BlockCatalog.changes
    ) { _, _ in
      ChangesBlock(report: report, wording: wording, rootPath: map.languageRoot(from: .changes)).html()
    }
  }

  func archive() throws -> OutputFile {
    try page(
      .archive, template: "archive.md", title: "\(wording.labels[.archive]) · \(report.title)", values: [:],
      blocks: BlockCatalog.archive
    ) { _, id in
      ArchiveBlock(
        report: report, wording: wording, addressOfSite: map.siteRoot(from: .archive, in: language)
      ) { day in
        map.siteRoot(from: .archive, in: language) + map.path(of: .index, in: language, copy: day)
      }.html(id: id)
    }
  }

  func methodology() throws -> OutputFile {
    try page(
      .methodology, template: "methodology.md", title: "\(wording.labels[.methodology]) · \(report.title)",
      values: [:], blocks: BlockCatalog.methodology
    ) { _, _ in
      MethodologyBlock(wording: wording).html()
    }
  }

  func freePage(_ free: SiteRenderer.FreePage) throws -> OutputFile {
    try page(
      .free(free.name), template: PageSources.template(of: free.name, in: language),
      title: "\(free.titles[language] ?? free.name) · \(report.title)", values: [:],
      blocks: BlockCatalog.index
    ) { call, id in
      try overviewBlock(call, id: id, page: .free(free.name))
    }
  }

  /// Renders a template and puts the frame around it.
  /// - Parameter block: Renders a report block; the id is unique on the page.
  private func page(
    _ page: SiteMap.Page, template: String, title: String, values: [String: TemplateValue],
    blocks: [BlockKind], block: (BlockCall, String) throws -> HTML
  ) throws -> OutputFile {
    let names = siteValues.merging(values) { _, own in own }
    var blockCount = 0
    let content = try site.templates.renderBody(template, context: .record(names), blocks: blocks) {
      call in
      blockCount += 1
      do {
        return try block(call, "b\(blockCount)")
      } catch let problem as BlockProblem {
        throw InvalidInput([Diagnostic(.error, problem.message, at: call.location)])
      }
    }
    let frame = names.merging(["content": .html(content), "page": frameValues(page, title: title)]) {
      _, own in own
    }
    return OutputFile(
      path: map.path(of: page, in: language),
      bytes: try site.templates.renderFrame("layout.html", context: .record(frame)).bytes)
  }

  private func frameValues(_ page: SiteMap.Page, title: String) -> TemplateValue {
    func link(_ target: SiteMap.Page, _ other: Language) -> TemplateValue {
      .url(SafeURL(map.link(from: page, in: language, to: target, in: other)))
    }
    func entry(_ target: SiteMap.Page, _ title: String) -> TemplateValue {
      .record([
        "title": .text(title), "url": link(target, language), "isCurrent": .flag(target == page),
      ])
    }
    return .record([
      "title": .text(title),
      "language": .text(language.tag),
      "stylesheet": .url(
        SafeURL(map.siteRoot(from: page, in: language) + site.stylesheet.path)),
      "home": link(.index, language),
      "menu": .list(
        [
          entry(.index, wording.labels[.home]), entry(.changes, wording.labels[.changes]),
          entry(.archive, wording.labels[.archive]), entry(.methodology, wording.labels[.methodology]),
        ]
          + site.freePages.map { entry(.free($0.name), $0.titles[language] ?? $0.name) }),
      "feeds": .list(
        Feed.formats.map { format in
          .record([
            "type": .text(format.type),
            "url": .url(
              SafeURL(
                map.siteRoot(from: page, in: language) + map.folder(of: .changes, in: language) + format.name)
            ),
          ])
        }),
      "asOf": map.copy.map { .text($0.description) } ?? .missing,
      "hasOtherDays": .flag(!otherDays(of: page).isEmpty), "otherDays": .list(otherDays(of: page)),
      "alternates": .list(
        site.settings.languages.filter { $0 != language }.map { other in
          .record([
            "language": .text(other.tag), "name": .text(other.ownName), "url": link(page, other),
          ])
        }),
    ])
  }

  /// How many other days a page offers; the archive's page has them all.
  private static let offeredDays = 12

  /// The same page as of other days: the newest first, and today's before them on a copy.
  private func otherDays(of page: SiteMap.Page) -> [TemplateValue] {
    guard !page.isShared else { return [] }
    func entry(_ day: CalendarDay?, _ title: String) -> TemplateValue {
      .record(["title": .text(title), "url": .url(SafeURL(map.link(from: page, in: language, toCopy: day)))])
    }
    let days = site.copies.reversed().filter { $0 != map.copy }.prefix(Self.offeredDays)
    return (map.copy == nil ? [] : [entry(nil, wording.labels[.newest])])
      + days.map { entry($0, $0.description) }
  }

  // MARK: Report blocks

  private func overviewBlock(_ call: BlockCall, id: String, page: SiteMap.Page) throws -> HTML {
    switch call.kind {
    case "coverage":
      return CoverageBlock(report: report, wording: wording).html()
    case "chart":
      let name = call.options["bar"] ?? ""
      guard let metric = MetricCatalog.builtIn.metric(name) else {
        throw BlockProblem(message: "there is no metric “\(name)”")
      }
      return RankingChart(report: report, metric: metric, wording: wording)
        .html(id: id, limit: try limit(of: call))
    case "kols":
      let columns = try listed(call.options["columns"]).map(column)
      return KOLsBlock(
        report: report, wording: wording, rootPath: map.languageRoot(from: page)
      ).html(
        columns: columns, sortedBy: try call.options["sort"].map(column),
        ascending: call.options["order"] == "ascending",
        limit: try limit(of: call))
    default:
      throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
    }
  }

  private func profileBlock(_ call: BlockCall, id: String, kol: KOLReport) throws -> HTML {
    switch call.kind {
    case "facts":
      return FactsBlock(kol: kol, wording: wording).html()
    case "note":
      return try note(of: kol)
    case "chart":
      let name = call.options["line"] ?? ""
      guard let series = kol.series(name) else {
        throw BlockProblem(message: "there is no charted metric “\(name)”")
      }
      return SeriesChart(
        series: series, asOf: report.asOf, window: try window(of: call),
        wording: wording
      ).html(id: id)
    case "metrics":
      return try metrics(call, kol: kol)
    default:
      throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
    }
  }

  private func metrics(_ call: BlockCall, kol: KOLReport) throws -> HTML {
    let block = MetricsBlock(kol: kol, wording: wording)
    let group = call.options["group"]
    let caption = group.flatMap { wording.labels.texts[$0] } ?? wording.labels[.metric]
    if group == BlockCatalog.growthGroup { return block.growthTable(caption: caption) }
    var figures = kol.figures
    if let names = call.options["metrics"] {
      figures = try listed(names).map { name in
        guard let figure = kol.figure(name) else {
          throw BlockProblem(message: "there is no metric “\(name)”")
        }
        return figure
      }
    }
    if let group { figures = figures.filter { $0.metric.group.rawValue == group } }
    return call.options["style"] == "cards"
      ? block.cards(of: figures) : block.table(of: figures, caption: caption)
  }

  /// The analyst's note on a KOL under its own heading; nothing where there is none.
  private func note(of kol: KOLReport) throws -> HTML {
    guard let source = site.notes[kol.entry.id]?[language] else { return HTML(trusted: []) }
    var html = MarkupBuffer()
    html.appendLiteral("<section class=\"note\"><h2>")
    html.appendText(wording.labels[.analystNote])
    html.appendLiteral("</h2>\n")
    html.append(try renderMarkdownText(source, block: refused))
    html.appendLiteral("</section>\n")
    return HTML(html)
  }

  /// Notes have no report blocks: their code blocks stay code.
  private func refused(_ call: BlockCall) throws -> HTML {
    throw BlockProblem(message: "a note has no “\(call.kind)” blocks")
  }

  private func column(_ name: String) throws -> KOLsBlock.Column {
    guard let column = KOLsBlock.Column(name: name) else {
      throw BlockProblem(message: "there is no column “\(name)”")
    }
    return column
  }

  /// The parts of `a, b, c`.
  private func listed(_ text: String?) -> [String] {
    (text ?? "").utf8.split(separator: UInt8(ascii: ",")).map { part in
      String(decoding: part.drop { $0 == UInt8(ascii: " ") }, as: UTF8.self)
    }.map { text in
      var bytes = Array(text.utf8)
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }.filter { !$0.utf8.isEmpty }
  }

  /// Options are checked before there is data, but one that came from a tag only here.
  private func limit(of call: BlockCall) throws -> Int? {
    guard let text = call.options["limit"] else { return nil }
    guard let limit = Int(text), limit > 0 else {
      throw BlockProblem(message: "`limit` must be a whole number of at least 1, not “\(text)”")
    }
    return limit
  }

  /// The number in `90d`; 90 where the option is left out.
  private func window(of call: BlockCall) throws -> Int {
    guard let text = call.options["window"] else { return 90 }
    guard text.utf8.last == UInt8(ascii: "d"), let days = Int(text.dropLast()),
      (1...99_999).contains(days)
    else { throw BlockProblem(message: "`window` must be a number of days like 90d, not “\(text)”") }
    return days
  }
}

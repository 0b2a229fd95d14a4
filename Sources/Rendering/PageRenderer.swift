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
  /// The columns that the pages so far have asked for.
  let requestedColumns = RequestedColumns()
  /// The charts of the page that was rendered last.
  let chartFiles: ChartFiles
  private let context: PageContext
  private let siteValues: [String: TemplateValue]

  /// - Parameter copy: The day of the copy that the pages are of; nil for the site itself.
  init(site: SiteRenderer, report: Report, labels: Labels, copy: CalendarDay? = nil) {
    map = SiteMap(languages: site.settings.languages, copy: copy)
    self.site = site
    chartFiles = ChartFiles(style: site.chartStyle, isOn: site.settings.chartFiles && copy == nil)
    self.report = report
    wording = Wording(labels: labels)
    context = PageContext(
      report: report, labels: labels, generator: site.generator, client: site.settings.brand.client)
    siteValues = context.site()
  }

  var language: Language { wording.language }

  func index() throws -> OutputFile {
    try page(
      .index, template: "index.md", title: report.title, values: [:], blocks: BlockCatalog.index
    ) { call, id in
      try overviewBlock(call, id: id, of: report, place: place(on: .index))
    }
  }

  /// A further part of a long roster.
  func roster(part: Int) throws -> OutputFile {
    try page(
      .roster(part), template: "roster.md", title: "\(wording.labels[.roster]) \(part) · \(report.title)",
      values: [:], blocks: BlockCatalog.index
    ) { call, id in
      var place = place(on: .roster(part))
      place.part = part
      return try overviewBlock(call, id: id, of: report, place: place)
    }
  }

  /// - Parameter index: A place among the site's groups.
  func group(_ index: Int) throws -> OutputFile {
    let group = site.groups[index]
    let members = report.restricted { site.groupPlaces[$0.entry.id]?.contains(index) ?? false }
    return try page(
      .group(group.slug), template: "group.md", title: "\(group.name) · \(report.title)",
      values: context.named(group), blocks: BlockCatalog.index
    ) { call, id in
      var place = place(on: .group(group.slug))
      place.group = index
      return try overviewBlock(call, id: id, of: members, place: place)
    }
  }

  func basket(_ named: NamedPage, _ basket: BasketReport) throws -> OutputFile {
    try page(
      .basket(named.slug), template: "basket.md", title: "\(named.name) · \(report.title)",
      values: context.named(named), blocks: BlockCatalog.basket
    ) { _, _ in
      BasketBlock(
        report: basket, day: report.asOf, wording: wording,
        rootPath: map.languageRoot(from: .basket(named.slug))
      )
      .html()
    }
  }

  func compare() throws -> OutputFile {
    try page(
      .compare, template: "compare.md", title: "\(wording.labels[.compare]) · \(report.title)", values: [:],
      blocks: BlockCatalog.compare
    ) { call, _ in
      let rows = try call.list("rows").map(column)
      requestedColumns.add(rows)
      return CompareBlock(report: report, wording: wording, place: place(on: .compare)).html(rows: rows)
    }
  }

  /// What the two scripts read; of the columns that the pages before it have asked for.
  func rosterData() -> OutputFile {
    OutputFile(
      path: map.folder(ofData: language) + RosterData.path(in: language),
      bytes: RosterData(
        report: report, wording: wording, groups: site.groups, groupPlaces: site.groupPlaces,
        columns: requestedColumns.columns
      ).bytes())
  }

  private func place(on page: SiteMap.Page) -> KOLsBlock.Place {
    let hasParts =
      switch page {
      case .index, .roster: true
      default: false
      }
    return KOLsBlock.Place(
      rootPath: map.languageRoot(from: page),
      dataPath: map.siteRoot(from: page, in: language) + map.folder(ofData: language)
        + RosterData.path(in: language), groups: site.groups, groupPlaces: site.groupPlaces,
      hasParts: hasParts, rosterCount: report.kols.count)
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
      MethodologyBlock(wording: wording, tiers: report.tiers).html()
    }
  }

  func freePage(_ free: SiteRenderer.FreePage) throws -> OutputFile {
    try page(
      .free(free.name), template: PageSources.template(of: free.name, in: language),
      title: "\(free.titles[language] ?? free.name) · \(report.title)", values: [:],
      blocks: BlockCatalog.index
    ) { call, id in
      try overviewBlock(call, id: id, of: report, place: place(on: .free(free.name)))
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
    var scripts: [OutputFile] = []
    let content = try site.templates.renderBody(template, context: .record(names), blocks: blocks) {
      call in
      blockCount += 1
      if let script = site.scripts[call.kind], !scripts.contains(script) { scripts.append(script) }
      do {
        return try block(call, "b\(blockCount)")
      } catch let problem as BlockProblem {
        throw InvalidInput([Diagnostic(.error, problem.message, at: call.location)])
      }
    }
    let frame = names.merging([
      "content": .html(content), "page": frameValues(page, title: title, scripts: scripts),
    ]) {
      _, own in own
    }
    return OutputFile(
      path: map.path(of: page, in: language),
      bytes: try site.templates.renderFrame("layout.html", context: .record(frame)).bytes)
  }

  private func frameValues(_ page: SiteMap.Page, title: String, scripts: [OutputFile]) -> TemplateValue {
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
      "scripts": .list(
        scripts.map { script in
          .record(["url": .url(SafeURL(map.siteRoot(from: page, in: language) + script.path))])
        }),
      "logos": .list(
        site.logo.map { logo in
          let size = site.settings.brand.logo?.size
          return [
            .record([
              "url": .url(SafeURL(map.siteRoot(from: page, in: language) + logo.path)),
              "width": size.map { .text(String($0.width)) } ?? .missing,
              "height": size.map { .text(String($0.height)) } ?? .missing,
            ])
          ]
        } ?? []),
      "home": link(.index, language),
      "menu": .list(
        [
          entry(.index, wording.labels[.home]), entry(.compare, wording.labels[.compare]),
          entry(.changes, wording.labels[.changes]),
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
}

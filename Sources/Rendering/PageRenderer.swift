import Markup
import Model
import Templating

/// Renders the pages of one language, each of them alone.
struct PageRenderer {
  let site: SiteDesign
  let report: Report
  let wording: Wording
  /// Where this site's pages are, or a copy's.
  let map: SiteMap
  /// The days that a page is offered of beside its own, oldest first.
  private let copies: [CalendarDay]
  private let kol: @Sendable (KOLID) -> KOLReport?
  private let context: PageContext
  private let siteValues: [String: TemplateValue]

  /// - Parameters:
  ///   - copies: The days of which the site has a copy, oldest first.
  ///   - copy: The day of the copy that the pages are of; nil for the site itself.
  init(
    site: SiteDesign, report: Report, labels: Labels, copies: [CalendarDay], copy: CalendarDay?,
    kol: @escaping @Sendable (KOLID) -> KOLReport?
  ) {
    self.kol = kol
    map = SiteMap(languages: site.settings.languages, copy: copy)
    self.site = site
    self.copies = copies
    self.report = report
    wording = Wording(labels: labels)
    context = PageContext(
      report: report, labels: labels, generator: site.generator, client: site.settings.brand.client)
    siteValues = context.site()
  }

  var language: Language { wording.language }

  /// A page with the charts that lie beside it.
  func files(of page: SiteMap.Page) throws -> [OutputFile] {
    let source = try source(of: page)
    let names = siteValues.merging(source.values) { _, own in own }
    let body = try body(source.template, names)
    let charts = ChartFiles(style: site.chartStyle, isOn: site.settings.chartFiles && map.copy == nil)
    var content = MarkupBuffer()
    try body.write(to: &content) { call, place, html in
      do {
        html.append(try source.block(call, "b\(place + 1)", charts))
      } catch let problem as BlockProblem {
        throw InvalidInput([Diagnostic(.error, problem.message, at: call.location)])
      }
    }
    let title = source.title.map { "\($0) · \(report.title)" } ?? report.title
    var html = MarkupBuffer()
    site.frame.write(
      .record(
        names.merging([
          "content": .html(HTML(content)),
          "page": frameValues(page, title: title, scripts: scripts(for: body.blocks)),
        ]) { _, own in own }), to: &html)
    let folder = map.folder(of: page, in: language)
    return [OutputFile(path: map.path(of: page, in: language), bytes: html.bytes)]
      + charts.files.map { OutputFile(path: folder + $0.name, bytes: $0.bytes) }
  }

  /// What the two scripts read: the columns that some page shows, in the order of their first use.
  /// - Parameter pages: Those of the language but for the KOLs' own.
  func rosterData(for pages: [SiteMap.Page]) throws -> OutputFile {
    var columns: [RosterColumn] = []
    for page in pages {
      let source = try source(of: page)
      let blocks = try body(source.template, siteValues.merging(source.values) { _, own in own }).blocks
      for column in try blocks.flatMap({ try $0.columns() })
      where column != .trend && !columns.contains(column) {
        columns.append(column)
      }
    }
    return OutputFile(
      path: map.folder(ofData: language) + RosterData.path(in: language),
      bytes: RosterData(
        report: report, wording: wording, groups: site.groups, groupPlaces: site.groupPlaces,
        columns: columns
      ).bytes())
  }

  /// What a page is made from.
  private struct Source {
    let template: String
    /// Before the site's title; nil for that alone.
    let title: String?
    /// Names beside those of every page.
    var values: [String: TemplateValue] = [:]
    /// Writes a report block; the id is unique on the page.
    let block: (BlockCall, _ id: String, ChartFiles) throws -> HTML
  }

  private func source(of page: SiteMap.Page) throws -> Source {
    let labels = wording.labels
    func overview(
      _ template: String, _ title: String?, values: [String: TemplateValue] = [:], of report: Report? = nil,
      at place: KOLsBlock.Place? = nil
    ) -> Source {
      Source(template: template, title: title, values: values) { call, id, charts in
        try overviewBlock(
          call, id: id, of: report ?? self.report, place: place ?? self.place(on: page), charts: charts)
      }
    }
    switch page {
    case .index: return overview("index.md", nil)
    case .roster(let part):
      var place = place(on: page)
      place.part = part
      return overview("roster.md", "\(labels[.roster]) \(part)", at: place)
    case .group(let slug):
      guard let index = site.groups.firstIndex(where: { $0.slug == slug }) else { throw missing(page) }
      var place = place(on: page)
      place.group = index
      let members = report.restricted { site.groupPlaces[$0.entry.id]?.contains(index) ?? false }
      return overview(
        "group.md", site.groups[index].name, values: context.named(site.groups[index]), of: members, at: place
      )
    case .basket(let slug):
      guard let index = site.baskets.firstIndex(where: { $0.slug == slug }),
        report.baskets.indices.contains(index)
      else { throw missing(page) }
      let named = site.baskets[index]
      return Source(template: "basket.md", title: named.name, values: context.named(named)) { _, _, _ in
        BasketBlock(
          report: report.baskets[index], day: report.asOf, wording: wording,
          rootPath: map.languageRoot(from: page)
        ).html()
      }
    case .compare:
      return Source(template: "compare.md", title: labels[.compare]) { call, _, _ in
        CompareBlock(report: report, wording: wording, place: place(on: page)).html(rows: try call.columns())
      }
    case .kol(let id):
      guard let kol = kol(id) else { throw missing(page) }
      return Source(template: "profile.md", title: kol.name, values: context.kol(kol)) { call, id, charts in
        try profileBlock(call, id: id, kol: kol, charts: charts)
      }
    case .changes:
      return Source(template: "changes.md", title: labels[.changes]) { _, _, _ in
        ChangesBlock(report: report, wording: wording, rootPath: map.languageRoot(from: page)).html()
      }
    case .archive:
      let root = map.siteRoot(from: page, in: language)
      return Source(template: "archive.md", title: labels[.archive]) { _, id, _ in
        ArchiveBlock(report: report, wording: wording, addressOfSite: root) { day in
          root + map.path(of: .index, in: language, copy: day)
        }.html(id: id)
      }
    case .methodology:
      return Source(template: "methodology.md", title: labels[.methodology]) { _, _, _ in
        MethodologyBlock(wording: wording, tiers: report.tiers).html()
      }
    case .free(let name):
      let title = site.freePages.first { $0.name == name }?.titles[language] ?? name
      return overview(PageSources.template(of: name, in: language), title)
    }
  }

  private func missing(_ page: SiteMap.Page) -> InvalidInput {
    InvalidInput([Diagnostic(.error, "the site has no page \(map.path(of: page, in: language))")])
  }

  private func body(_ template: String, _ names: [String: TemplateValue]) throws -> FilledBody<BlockCall> {
    guard let body = site.bodies[template] else {
      throw InvalidInput([Diagnostic(.error, "there is no template `\(template)`")])
    }
    return try body.filled(with: .record(names))
  }

  private func scripts(for blocks: [BlockCall]) -> [OutputFile] {
    var scripts: [OutputFile] = []
    for script in blocks.compactMap({ site.scripts[$0.kind] }) where !scripts.contains(script) {
      scripts.append(script)
    }
    return scripts
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
    let days = copies.reversed().filter { $0 != map.copy }.prefix(Self.offeredDays)
    return (map.copy == nil ? [] : [entry(nil, wording.labels[.newest])])
      + days.map { entry($0, $0.description) }
  }
}

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
  private let context: PageContext
  private let siteValues: [String: TemplateValue]
  /// What the frame says around every KOL's page, and the frame with that in it: these pages are by far the most.
  private let profileValues: [String: TemplateValue]
  private let profileFrame: FrameTemplate

  /// - Parameters:
  ///   - copies: The days of which the site has a copy, oldest first.
  ///   - copy: The day of the copy that the pages are of; nil for the site itself.
  init(
    site: SiteDesign, report: Report, labels: Labels, copies: [CalendarDay], copy: CalendarDay?
  ) {
    map = SiteMap(languages: site.settings.languages, copy: copy)
    self.site = site
    self.copies = copies
    self.report = report
    wording = Wording(labels: labels)
    context = PageContext(
      report: report, labels: labels, generator: site.generator, client: site.settings.brand.client)
    siteValues = context.site()
    let first = report.kols.first?.entry.id
    profileValues = first.map { [map] in Self.sharedFrame(.kol($0), site, map, labels) } ?? [:]
    profileFrame = site.frame.filled(
      with: siteValues.merging(["page": .record(profileValues)]) { _, own in own })
  }

  var language: Language { wording.language }

  /// A page with the charts that lie beside it.
  /// - Parameter kol: Whose page it is; nil for one that is about no single KOL.
  func files(of page: SiteMap.Page, about kol: KOLReport?) throws -> [OutputFile] {
    let source = try source(of: page, about: kol)
    let names = siteValues.merging(source.values) { _, own in own }
    let body = try body(source.template, names)
    let charts = ChartFiles(style: site.chartStyle, isOn: site.settings.chartFiles && map.copy == nil)
    var content = PageOutput(html: MarkupBuffer(capacity: Self.usualSize), charts: charts)
    try write(body, about: source.subject, to: &content)
    let title = source.title.map { "\($0) · \(report.title)" } ?? report.title
    var html = MarkupBuffer(capacity: content.html.count + Self.usualSize / 8)
    let frame = if case .kol = page { profileFrame } else { site.frame }
    let generated = try frame.write(
      .record(
        names.merging([
          "content": .html(HTML(content.html)),
          "page": frameValues(page, title: title, scripts: scripts(for: body.blocks)),
        ]) { _, own in own }), to: &html)
    let folder = map.folder(of: page, in: language)
    return [OutputFile(path: map.path(of: page, in: language), bytes: html.bytes, generated: generated)]
      + content.charts.files.map { OutputFile(path: folder + $0.name, bytes: $0.bytes) }
  }

  /// More than most pages have; growing on the way costs more than room that is not used.
  private static let usualSize = 1 << 17

  private func write(
    _ body: FilledBody<PreparedBlock>, about subject: Subject, to output: inout PageOutput
  ) throws {
    switch subject {
    case .overview(let page):
      try write(body, to: &output) { block, output in
        if case .overview(let block) = block { block.write(page, to: &output) }
      }
    case .profile(let page):
      try write(body, to: &output) { block, output in
        if case .profile(let block) = block { try block.write(page, to: &output) }
      }
    }
  }

  private func write(
    _ body: FilledBody<PreparedBlock>, to output: inout PageOutput,
    _ write: (PreparedBlock.Writer, inout PageOutput) throws -> Void
  ) throws {
    // The body's writer and the blocks take turns with the same buffer.
    var html = MarkupBuffer()
    swap(&html, &output.html)
    try body.write(to: &html) { block, place, html in
      swap(&html, &output.html)
      defer { swap(&html, &output.html) }
      output.id = "b\(place + 1)"
      try write(block.writer, &output)
    }
    swap(&html, &output.html)
  }

  /// What the two scripts read: the columns that some page shows, in the order of their first use.
  /// - Parameter pages: Those of the language but for the KOLs' own.
  func rosterData(for pages: [SiteMap.Page]) throws -> OutputFile {
    var columns: [RosterColumn] = []
    for page in pages {
      let source = try source(of: page)
      let blocks = try body(source.template, siteValues.merging(source.values) { _, own in own }).blocks
      for column in blocks.flatMap(\.columns) where column != .trend && !columns.contains(column) {
        columns.append(column)
      }
    }
    return OutputFile(
      path: map.dataRoot + RosterData.path(in: language),
      bytes: RosterData(
        report: report, wording: wording, groups: site.groups, groupPlaces: site.groupPlaces,
        columns: columns
      ).bytes())
  }

  /// What the blocks of a page are about.
  enum Subject {
    case overview(OverviewPage)
    case profile(ProfilePage)
  }

  /// What a page is made from.
  private struct Source {
    let template: String
    /// Before the site's title; nil for that alone.
    let title: String?
    /// Names beside those of every page.
    var values: [String: TemplateValue] = [:]
    let subject: Subject
  }

  private func source(of page: SiteMap.Page, about kol: KOLReport? = nil) throws -> Source {
    let labels = wording.labels
    func overview(
      _ template: String, _ title: String?, values: [String: TemplateValue] = [:], of report: Report? = nil,
      basket: BasketReport? = nil, _ adapt: (inout KOLsBlock.Place) -> Void = { _ in }
    ) -> Source {
      var place = place(on: page)
      adapt(&place)
      let root = map.siteRoot(from: page, in: language)
      let subject = OverviewPage(
        report: report ?? self.report, place: place, siteRoot: root, baskets: site.baskets, basket: basket
      ) { [map, language] day in root + map.path(of: .index, in: language, copy: day) }
      return Source(template: template, title: title, values: values, subject: .overview(subject))
    }
    switch page {
    case .index: return overview("index.md", nil)
    case .roster(let part): return overview("roster.md", "\(labels[.roster]) \(part)") { $0.part = part }
    case .group(let slug):
      guard let index = site.groups.firstIndex(where: { $0.slug == slug }) else { throw missing(page) }
      let group = site.groups[index]
      let members = report.restricted { site.groupPlaces[$0.entry.id]?.contains(index) ?? false }
      return overview("group.md", group.name, values: context.named(group), of: members) { $0.group = index }
    case .basket(let slug):
      guard let index = site.baskets.firstIndex(where: { $0.slug == slug }),
        report.baskets.indices.contains(index)
      else { throw missing(page) }
      let basket = site.baskets[index]
      return overview(
        "basket.md", basket.name, values: context.named(basket), basket: report.baskets[index])
    case .compare: return overview("compare.md", labels[.compare])
    case .changes: return overview("changes.md", labels[.changes])
    case .archive: return overview("archive.md", labels[.archive])
    case .methodology: return overview("methodology.md", labels[.methodology])
    case .free(let name):
      let title = site.freePages.first { $0.name == name }?.titles[language] ?? name
      return overview(PageSources.template(of: name, in: language), title)
    case .kol(let id):
      guard let kol, kol.entry.id == id else { throw missing(page) }
      let subject = ProfilePage(
        kol: kol, report: report, siteRoot: map.siteRoot(from: page, in: language),
        rootPath: map.languageRoot(from: page),
        groups: (site.groupPlaces[id] ?? []).map { site.groups[$0] }, note: note(of: id))
      return Source(
        template: "profile.md", title: kol.name, values: context.kol(kol), subject: .profile(subject))
    }
  }

  /// Nothing where there is only one of a later day than the report.
  private func note(of id: KOLID) -> Note? {
    site.notes[id]?[language].flatMap { note in note.day.map { $0 <= report.asOf } ?? true ? note : nil }
  }

  private func missing(_ page: SiteMap.Page) -> InvalidInput {
    InvalidInput([Diagnostic(.error, "the site has no page \(map.path(of: page, in: language))")])
  }

  private func body(_ template: String, _ names: [String: TemplateValue]) throws -> FilledBody<PreparedBlock>
  {
    guard let body = site.bodies[language]?[template] else {
      throw InvalidInput([Diagnostic(.error, "there is no template `\(template)`")])
    }
    return try body.filled(with: .record(names))
  }

  private func scripts(for blocks: [PreparedBlock]) -> [OutputFile] {
    var scripts: [OutputFile] = []
    for block in blocks {
      guard let script = block.script.flatMap({ site.scripts[$0] }), !scripts.contains(script) else {
        continue
      }
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
      dataPath: map.siteRoot(from: page, in: language) + map.dataRoot
        + RosterData.path(in: language), groups: site.groups, groupPlaces: site.groupPlaces,
      hasParts: hasParts, rosterCount: report.kols.count)
  }

  /// What the frame says around a page.
  private func frameValues(_ page: SiteMap.Page, title: String, scripts: [OutputFile]) -> TemplateValue {
    let days = otherDays(of: page)
    let own: [String: TemplateValue] = [
      "title": .text(title),
      "scripts": .list(
        scripts.map { script in
          .record(["url": .url(SafeURL(map.siteRoot(from: page, in: language) + script.path))])
        }),
      "hasOtherDays": .flag(!days.isEmpty), "otherDays": .list(days),
      "alternates": .list(
        site.settings.languages.filter { $0 != language }.map { other in
          .record([
            "language": .text(other.tag), "name": .text(other.ownName),
            "url": .url(SafeURL(map.link(from: page, in: language, to: page, in: other))),
          ])
        }),
    ]
    let shared =
      if case .kol = page { profileValues } else { Self.sharedFrame(page, site, map, wording.labels) }
    return .record(own.merging(shared) { own, _ in own })
  }

  /// What the frame says around all pages in the same place, with the same entry of the menu.
  private static func sharedFrame(
    _ page: SiteMap.Page, _ site: SiteDesign, _ map: SiteMap, _ labels: Labels
  ) -> [String: TemplateValue] {
    let language = labels.language
    let root = map.siteRoot(from: page, in: language)
    func link(_ target: SiteMap.Page) -> TemplateValue {
      .url(SafeURL(map.link(from: page, in: language, to: target, in: language)))
    }
    func entry(_ target: SiteMap.Page, _ title: String) -> TemplateValue {
      .record(["title": .text(title), "url": link(target), "isCurrent": .flag(target == page)])
    }
    return [
      "language": .text(language.tag),
      "stylesheet": .url(SafeURL(root + site.stylesheet.path)),
      "logos": .list(
        site.logo.map { logo in
          let size = site.settings.brand.logo?.size
          return [
            .record([
              "url": .url(SafeURL(root + logo.path)),
              "width": size.map { .text(String($0.width)) } ?? .missing,
              "height": size.map { .text(String($0.height)) } ?? .missing,
            ])
          ]
        } ?? []),
      "home": link(.index),
      "menu": .list(
        [
          entry(.index, labels[.home]), entry(.compare, labels[.compare]), entry(.changes, labels[.changes]),
          entry(.archive, labels[.archive]), entry(.methodology, labels[.methodology]),
        ] + site.freePages.map { entry(.free($0.name), $0.titles[language] ?? $0.name) }),
      "feeds": .list(
        Feed.formats.map { format in
          .record([
            "type": .text(format.type),
            "url": .url(SafeURL(root + map.folder(of: .changes, in: language) + format.name)),
          ])
        }),
      "asOf": map.copy.map { .text($0.description) } ?? .missing,
    ]
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

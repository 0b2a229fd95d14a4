public import Model

/// A site as of one day: it knows its files and makes any of them alone.
///
/// A page is made from the report and the design and from nothing else: not from other pages, and in no order. So building
/// a site is a loop over ``pages``, on as many cores as there are, and a preview is one call.
public struct Site: Sendable {
  private let design: SiteDesign
  private let report: Report
  private let map: SiteMap
  private let renderers: [Language: PageRenderer]
  private let places: [KOLID: Int]
  private let profileData: ProfileJSON

  /// What can be made alone.
  public struct PageID: Sendable, Hashable {
    let kind: Kind

    enum Kind: Hashable {
      case assets
      /// A page with the charts beside it.
      case page(SiteMap.Page, Language)
      case profileData(KOLID)
      case feeds(Language)
      case rosterData(Language)
      case downloads
    }
  }

  /// - Parameters:
  ///   - copies: The days of which the site has a copy, oldest first.
  ///   - copy: The day of the copy that this is, below `archive/`; nil for the site itself. A copy shares its assets.
  public init(
    _ design: SiteDesign, report: Report, copies: [CalendarDay] = [], copy: CalendarDay? = nil
  ) {
    self.design = design
    self.report = report
    map = SiteMap(languages: design.settings.languages, copy: copy)
    profileData = ProfileJSON(report)
    let kols = report.kols
    let places = Dictionary(
      kols.enumerated().map { ($1.entry.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.places = places
    var renderers: [Language: PageRenderer] = [:]
    for language in design.settings.languages {
      guard let labels = design.labels[language] else { continue }
      renderers[language] = PageRenderer(
        site: design, report: report, labels: labels, copies: copies, copy: copy
      ) { id in places[id].map { kols[$0] } }
    }
    self.renderers = renderers
  }

  /// Everything that the site has, but for pictures of KOLs, in an order that is always the same.
  public var pages: [PageID] {
    var pages: [PageID] = []
    func add(_ kind: PageID.Kind) { pages.append(PageID(kind: kind)) }
    if map.copy == nil { add(.assets) }
    for language in design.settings.languages where renderers[language] != nil {
      for page in own { add(.page(page, language)) }
      for kol in report.kols { add(.page(.kol(kol.entry.id), language)) }
      add(.feeds(language))
      add(.rosterData(language))
    }
    if map.copy == nil {
      for kol in report.kols { add(.profileData(kol.entry.id)) }
      add(.downloads)
    }
    return pages
  }

  /// The pages of one language but for those of the KOLs.
  private var own: [SiteMap.Page] {
    design.pages(of: report.kols.count).filter { map.copy == nil || !$0.isShared }
  }

  /// Makes a page, or a file, with what lies beside it.
  /// - Throws: `InvalidInput` where the values of a page make a template's Markdown or an option of a block wrong.
  public func render(_ page: PageID) throws -> [OutputFile] {
    switch page.kind {
    case .assets: return design.assets
    case .page(let page, let language): return try renderers[language]?.files(of: page) ?? []
    case .profileData(let id):
      guard let place = places[id] else { return [] }
      let bytes = profileData.bytes(of: report.kols[place])
      return [OutputFile(path: "kol/\(id)/index.json", bytes: bytes)]
    case .feeds(let language):
      guard let wording = renderers[language]?.wording else { return [] }
      let folder = map.folder(of: .changes, in: language)
      return Feed(report: report, wording: wording).files.map {
        OutputFile(path: folder + $0.name, bytes: $0.bytes)
      }
    case .rosterData(let language): return try (renderers[language]?.rosterData(for: own)).map { [$0] } ?? []
    case .downloads: return ArchiveDownloads(report: report).files()
    }
  }
}

public import Model

/// A site as of one day: it knows its files and makes any of them alone.
///
/// A page is made from the report and the design and from nothing else: not from other pages, and in no order. So building
/// a site is a loop over its pages, on as many cores as there are, and a preview is one call. The report says what concerns
/// everyone; what concerns one KOL is asked for when its pages are made, and given along by whoever makes all of them.
public struct Site: Sendable {
  private let design: SiteDesign
  private let report: Report
  private let map: SiteMap
  private let renderers: [Language: PageRenderer]
  private let profileData: ProfileJSON
  private let kolReport: @Sendable (KOLID) throws -> KOLReport?

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

    /// Whose page it is; nil for one that is about no single KOL.
    var kolID: KOLID? {
      switch kind {
      case .page(.kol(let id), _), .profileData(let id): id
      case .assets, .page, .feeds, .rosterData, .downloads: nil
      }
    }
  }

  /// - Parameters:
  ///   - copies: The days of which the site has a copy, oldest first.
  ///   - copy: The day of the copy that this is, below `archive/`; nil for the site itself. A copy shares its assets.
  ///   - kolReport: What there is to say of one KOL as of the day of the report; nil where the report does not have it.
  public init(
    _ design: SiteDesign, report: Report, copies: [CalendarDay] = [], copy: CalendarDay? = nil,
    kolReport: @escaping @Sendable (KOLID) throws -> KOLReport?
  ) {
    self.design = design
    self.report = report
    map = SiteMap(languages: design.settings.languages, copy: copy)
    profileData = ProfileJSON(report)
    self.kolReport = kolReport
    var renderers: [Language: PageRenderer] = [:]
    for language in design.settings.languages {
      guard let labels = design.labels[language] else { continue }
      renderers[language] = PageRenderer(
        site: design, report: report, labels: labels, copies: copies, copy: copy)
    }
    self.renderers = renderers
  }

  /// Everything that the site has, but for pictures of KOLs, in an order that is always the same.
  public var pages: [PageID] { sharedPages + report.kols.flatMap { pages(of: $0.id) } }

  /// The pages that are about no single KOL.
  public var sharedPages: [PageID] {
    var pages: [PageID] = []
    func add(_ kind: PageID.Kind) { pages.append(PageID(kind: kind)) }
    if map.copy == nil { add(.assets) }
    for language in design.settings.languages where renderers[language] != nil {
      for page in own { add(.page(page, language)) }
      add(.feeds(language))
      add(.rosterData(language))
    }
    if map.copy == nil { add(.downloads) }
    return pages
  }

  /// The pages of one KOL.
  public func pages(of id: KOLID) -> [PageID] {
    var pages = design.settings.languages.filter { renderers[$0] != nil }.map { language in
      PageID(kind: .page(.kol(id), language))
    }
    if map.copy == nil { pages.append(PageID(kind: .profileData(id))) }
    return pages
  }

  /// The pages of one language but for those of the KOLs.
  private var own: [SiteMap.Page] {
    design.pages(of: report.kols.count).filter { map.copy == nil || !$0.isShared }
  }

  /// Makes a page, or a file, with what lies beside it.
  /// - Throws: `InvalidInput` where the values of a page make a template's Markdown or an option of a block wrong, and what
  ///   asking for a KOL throws.
  public func render(_ page: PageID) throws -> [OutputFile] {
    try render(page, of: page.kolID.flatMap(kolReport))
  }

  /// The same where what there is to say of the page's KOL is at hand.
  public func render(_ page: PageID, of kol: KOLReport?) throws -> [OutputFile] {
    switch page.kind {
    case .assets: return design.assets
    case .page(let page, let language): return try renderers[language]?.files(of: page, about: kol) ?? []
    case .profileData(let id):
      guard let kol else { return [] }
      return [OutputFile(path: "kol/\(id)/index.json", bytes: profileData.bytes(of: kol))]
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

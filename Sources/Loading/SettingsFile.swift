import Model

/// `Content/site.yml`: every key is optional.
struct SettingsFile {
  static let path = "Content/site.yml"
  static let sizeLimit = 256 << 10

  /// What was written, with the default in the place of anything missing or wrong.
  private(set) var settings = Settings()
  private var reader: ValueReader
  /// What the settings say of the roster.
  private(set) var mentions: [BasketSection.Mention] = []
  /// The file of the brand's logo, and where the settings name it.
  private(set) var logo: (path: String, location: SourceLocation)?

  var diagnostics: [Diagnostic] { reader.diagnostics }

  init(_ source: SourceText) {
    let document = YAMLDocument(source)
    reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
    let keys = [
      "title", "languages", "timeZone", "api", "publish", "archive", "tiers", "baskets", "avatars",
      "chartFiles", "brand", "allowedOrigins",
    ]
    guard let root = document.root, let values = reader.mapping(root, "the settings", keys: keys)
    else { return }
    if let title = values["title"].flatMap({ reader.line($0, "`title`", limit: 200) }) {
      settings.title = title
    }
    if let languages = values["languages"].flatMap({ readLanguages($0) }) {
      settings.languages = languages
    }
    if let timeZone = values["timeZone"].flatMap({ readTimeZone($0) }) { settings.timeZone = timeZone }
    if let api = values["api"] { settings.api = readAPI(api) }
    if let publish = values["publish"] { readPublish(publish) }
    if let archive = values["archive"] { readArchive(archive) }
    if let tiers = values["tiers"] { readTiers(tiers) }
    if let brand = values["brand"] { settings.brand = readBrand(brand) }
    if let baskets = values["baskets"] { settings.baskets = readBaskets(baskets) }
    if let chartFiles = values["chartFiles"].flatMap({ reader.flag($0, "`chartFiles`") }) {
      settings.chartFiles = chartFiles
    }
    if let origins = values["allowedOrigins"] { settings.allowedOrigins = readOrigins(origins) }
    if let avatars = values["avatars"].flatMap({
      reader.choice($0, "`avatars`", Settings.Avatars.allCases.map { ($0.rawValue, $0) })
    }) {
      settings.avatars = avatars
    }
  }

  private mutating func readLanguages(_ node: YAMLNode) -> [Language]? {
    guard let nodes = reader.list(node, "`languages`") else { return nil }
    guard !nodes.isEmpty else {
      reader.error("`languages` is empty", at: node.position, hint: "write [zh], [en] or both")
      return nil
    }
    var languages: [Language] = []
    for node in nodes {
      guard let language = reader.choice(node, "a language", Language.allCases.map { ($0.rawValue, $0) })
      else { continue }
      if languages.contains(language) {
        reader.error(
          "the language `\(language.rawValue)` is written twice", at: node.position,
          hint: "keep one of the two")
      } else {
        languages.append(language)
      }
    }
    return languages
  }

  private mutating func readOrigins(_ node: YAMLNode) -> [String] {
    let what = "an origin such as https://cdn.example.com"
    return (reader.list(node, "`allowedOrigins`") ?? []).compactMap { node in
      guard let text = reader.scalar(node, "an allowed origin", what) else { return nil }
      if let url = try? BaseURL(text), url.isSecure { return url.text }
      reader.expected(what, of: "an allowed origin", found: node)
      return nil
    }
  }

  private mutating func readTimeZone(_ node: YAMLNode) -> String? {
    let what = "an IANA time zone such as Asia/Shanghai"
    guard let name = reader.scalar(node, "`timeZone`", what) else { return nil }
    guard !isKnownTimeZone(name) else { return name }
    reader.expected(
      what, of: "`timeZone`", found: node,
      hint: nearestName(to: name, among: timeZoneNames).map { "did you mean `\($0)`?" })
    return nil
  }

  private mutating func readAPI(_ node: YAMLNode) -> Settings.API {
    var api = APISection(reader: reader)
    defer { reader = api.reader }
    return api.read(node)
  }

  private mutating func readBrand(_ node: YAMLNode) -> Brand {
    var section = BrandSection(reader: reader)
    defer {
      reader = section.reader
      logo = section.logo
    }
    return section.read(node)
  }

  private mutating func readBaskets(_ node: YAMLNode) -> [Basket] {
    var section = BasketSection(reader: reader)
    defer {
      reader = section.reader
      mentions = section.mentions
    }
    return section.read(node)
  }

  private mutating func readArchive(_ node: YAMLNode) {
    guard let values = reader.mapping(node, "`archive`", keys: ["sites"]), let sites = values["sites"],
      let choice = reader.choice(
        sites, "`sites`", Settings.Archive.Sites.allCases.map { ($0.rawValue, $0) })
    else { return }
    settings.archive.sites = choice
  }

  /// A bound that is left out is the standard one, so all three are compared even where one is written.
  private mutating func readTiers(_ node: YAMLNode) {
    guard let values = reader.mapping(node, "`tiers`", keys: ["top", "middle", "junior"]) else { return }
    var bounds: [String: Int64] = [
      "top": settings.tiers.top, "middle": settings.tiers.middle, "junior": settings.tiers.junior,
    ]
    for key in values.keys.sorted() {
      guard let value = values[key],
        let bound = reader.integer(value, "`\(key)`", in: 1...1_000_000_000)
      else { return }
      bounds[key] = Int64(bound)
    }
    guard let top = bounds["top"], let middle = bounds["middle"], let junior = bounds["junior"] else {
      return
    }
    if let tiers = TierBounds(top: top, middle: middle, junior: junior) {
      settings.tiers = tiers
    } else {
      reader.error(
        "the tiers do not descend: top \(top), middle \(middle), junior \(junior)", at: node.position,
        hint: "write the followers from which each tier begins, such as 500000, 50000 and 5000")
    }
  }

  private mutating func readPublish(_ node: YAMLNode) {
    guard let values = reader.mapping(node, "`publish`", keys: ["minimumCoverage", "mode"]) else { return }
    settings.publish.mode = values["mode"].flatMap {
      reader.choice($0, "`mode`", Settings.Publish.Mode.allCases.map { ($0.rawValue, $0) })
    }
    guard let coverage = values["minimumCoverage"] else { return }
    let what = "a number from 0 to 1, such as 0.5"
    guard let text = reader.scalar(coverage, "`minimumCoverage`", what) else { return }
    if let share = Quantity(decimal: text), (0...Quantity.scale).contains(share.millionths) {
      settings.publish.minimumCoverage = share
    } else {
      reader.expected(what, of: "`minimumCoverage`", found: coverage)
    }
  }
}

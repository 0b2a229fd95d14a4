import Images
import Model

/// The `brand` of the settings.
struct BrandSection {
  private(set) var reader: ValueReader
  /// Where the logo's file is, below `Content/`, and where the settings say so; it is read later.
  private(set) var logo: (path: String, location: SourceLocation)?

  /// The largest logo that a page should carry.
  static let logoLimit = 200 << 10

  init(reader: ValueReader) {
    self.reader = reader
  }

  mutating func read(_ node: YAMLNode) -> Brand {
    var brand = Brand()
    guard let values = reader.mapping(node, "`brand`", keys: ["client", "logo", "accent", "accentDark"])
    else { return brand }
    brand.client = values["client"].flatMap { reader.line($0, "`client`", limit: 100) }
    if let logo = values["logo"], let path = reader.line(logo, "`logo`", limit: 200) {
      if path.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) {
        reader.error(
          "`logo` leads out of Content/", at: logo.position, hint: "name a file below it: brand/logo.svg")
      } else {
        self.logo = ("Content/\(path)", reader.location(logo.position))
      }
    }
    let light = values["accent"].flatMap { color($0, "`accent`", onLight: true) }
    let dark = values["accentDark"].flatMap { color($0, "`accentDark`", onLight: false) }
    if values["accentDark"] != nil, values["accent"] == nil {
      reader.error("`accentDark` without `accent`", at: node.position, hint: "write both, or `accent` alone")
    }
    if let light {
      brand.accent = Brand.Accent(
        light: light, dark: dark ?? Brand.Accent.legible(light, onLight: false))
    }
    return brand
  }

  private mutating func color(_ node: YAMLNode, _ name: String, onLight: Bool) -> Color? {
    let what = "a colour such as \"#b3213f\", in quotes"
    guard let text = reader.scalar(node, name, what) else { return nil }
    guard let color = Color(text) else {
      reader.expected(what, of: name, found: node)
      return nil
    }
    if Brand.Accent.isLegible(color, onLight: onLight) { return color }
    reader.error(
      "\(name) \(color) is not legible on \(onLight ? "light" : "dark") pages: its contrast is under 4.5 : 1",
      at: node.position, hint: "try \(Brand.Accent.legible(color, onLight: onLight))")
    return nil
  }

  /// A logo from the bytes of its file; nil for anything but a picture. An SVG is only taken for one by its name.
  static func logo(_ bytes: [UInt8], path: String) -> Brand.Logo? {
    if let header = ImageHeader(bytes) {
      return Brand.Logo(
        bytes: bytes, fileExtension: header.format.fileExtension,
        size: .init(width: header.width, height: header.height))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard path.utf8.suffix(4).map({ $0 | 0x20 }).elementsEqual(".svg".utf8.map { $0 | 0x20 }),
      text.utf8.elementsEqual(bytes)
    else { return nil }
    return Brand.Logo(bytes: bytes, fileExtension: "svg", size: nil)
  }
}

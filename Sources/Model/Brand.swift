/// Whose report it is: what a site shows of a client or an agency.
public struct Brand: Sendable, Hashable {
  /// Stands beside the title; nil for nobody.
  public var client: String?
  public var logo: Logo?
  public var accent: Accent?

  public init(client: String? = nil, logo: Logo? = nil, accent: Accent? = nil) {
    self.client = client
    self.logo = logo
    self.accent = accent
  }

  /// A picture of the project's own.
  public struct Logo: Sendable, Hashable {
    public let bytes: [UInt8]
    /// `png`, `jpg`, `gif`, `webp` or `svg`.
    public let fileExtension: String
    /// In pixels; nil for an SVG, whose own size counts.
    public let size: Size?

    public struct Size: Sendable, Hashable {
      public let width: Int
      public let height: Int

      public init(width: Int, height: Int) {
        self.width = width
        self.height = height
      }
    }

    public init(bytes: [UInt8], fileExtension: String, size: Size?) {
      self.bytes = bytes
      self.fileExtension = fileExtension
      self.size = size
    }
  }

  /// The colour of links and highlights, legible on the papers of the built-in theme.
  public struct Accent: Sendable, Hashable {
    public let light: Color
    public let dark: Color

    /// The papers and surfaces of the theme's tokens: in light white and the page's paper, in dark the surface.
    public static let lightPapers = [
      Color(red: 255, green: 255, blue: 255), Color(red: 250, green: 249, blue: 247),
    ]
    public static let darkPapers = [Color(red: 31, green: 30, blue: 28), Color(red: 22, green: 21, blue: 20)]
    /// What WCAG 2.2 asks of text (criterion 1.4.3).
    public static let leastContrast = 4.5

    /// Nil where either has too little contrast on its papers, or on the tint of itself that marks a row.
    public init?(light: Color, dark: Color) {
      guard Self.isLegible(light, onLight: true), Self.isLegible(dark, onLight: false) else { return nil }
      self.light = light
      self.dark = dark
    }

    public static func isLegible(_ color: Color, onLight: Bool) -> Bool {
      let papers = onLight ? lightPapers : darkPapers
      return (papers + [tint(of: color, onLight: onLight)]).allSatisfy {
        color.contrast(with: $0) >= leastContrast
      }
    }

    /// A breath of the colour on the surface.
    public static func tint(of color: Color, onLight: Bool) -> Color {
      (onLight ? lightPapers[0] : darkPapers[0]).mixed(with: color, hundredths: onLight ? 8 : 15)
    }

    /// The nearest shade of a colour that is legible: darker for light papers, lighter for dark ones.
    public static func legible(_ color: Color, onLight: Bool) -> Color {
      let end: UInt8 = onLight ? 0 : 255
      let shades = stride(from: 0, through: 100, by: 2).lazy.map {
        color.mixed(with: Color(red: end, green: end, blue: end), hundredths: $0)
      }
      return shades.first { isLegible($0, onLight: onLight) } ?? Color(red: end, green: end, blue: end)
    }
  }
}

/// An opaque sRGB colour.
public struct Color: Sendable, Hashable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `#rrggbb`; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), bytes[1] != UInt8(ascii: "+"),
      bytes[1] != UInt8(ascii: "-"),
      let number = UInt32(String(decoding: bytes[1...], as: UTF8.self), radix: 16)
    else { return nil }
    self.init(
      red: UInt8(number >> 16), green: UInt8(number >> 8 & 0xFF), blue: UInt8(number & 0xFF))
  }

  /// The other colour's share is in hundredths, 0 to 100.
  public func mixed(with other: Color, hundredths: Int) -> Color {
    func mix(_ own: UInt8, _ other: UInt8) -> UInt8 {
      UInt8((Int(own) * (100 - hundredths) + Int(other) * hundredths + 50) / 100)
    }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// The contrast ratio of WCAG 2.2, 1 to 21.
  public func contrast(with other: Color) -> Double {
    let (one, two) = (luminance, other.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  /// The relative luminance of WCAG 2.2, 0 to 1.
  private var luminance: Double {
    0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
  }

  private static func linear(_ channel: UInt8) -> Double {
    let share = Double(channel) / 255
    if share <= 0.04045 { return share / 12.92 }
    let base = (share + 0.055) / 1.055
    // base ^ 2.4 is the square times the fifth root of the square; the root by Newton's method, so that every machine
    // finds the same.
    let square = base * base
    var root = 1.0
    for _ in 0..<40 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
    return square * root
  }
}

extension Color: CustomStringConvertible {
  /// `#rrggbb`.
  public var description: String {
    "#"
      + [red, green, blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }.joined()
  }
}

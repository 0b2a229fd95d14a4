import Model
import Testing

@testable import Loading

@Suite struct BrandTests {
  /// The published pairs of the WCAG contrast definition: black on white is 21, equal colours are 1.
  @Test func contrastIsThatOfWCAG() throws {
    let white = try #require(Color("#ffffff"))
    #expect(abs(white.contrast(with: try #require(Color("#000000"))) - 21) < 1e-9)
    #expect(white.contrast(with: white) == 1)
    #expect(abs(white.contrast(with: try #require(Color("#767676"))) - 4.54) < 0.005)
    #expect(abs(white.contrast(with: try #require(Color("#777777"))) - 4.48) < 0.005)
  }

  @Test(arguments: ["", "#fff", "red", "#gggggg", "#+12345", "#-12345", "b3213f", "#b3213f0", "#ｆｆ"])
  func whatIsNoColourIsNone(text: String) {
    #expect(Color(text) == nil)
  }

  @Test func everyColourHasALegibleShadeForLightAndForDark() {
    for number in stride(from: 0, to: 0x100_0000, by: 65_537 * 5 + 257 * 3) {
      let color = Color(
        red: UInt8(number >> 16), green: UInt8(number >> 8 & 0xFF), blue: UInt8(number & 0xFF))
      for onLight in [true, false] {
        #expect(Brand.Accent.isLegible(Brand.Accent.legible(color, onLight: onLight), onLight: onLight))
      }
    }
  }

  private static let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>"

  private func load(_ brand: String) throws -> (brand: Brand, messages: [String]) {
    let project = try TemporaryProject(
      [
        "Content/site.yml": "brand: \(brand)", "Content/logo.svg": Self.svg, "Content/note.txt": "hello",
        "Content/fake.png": "hello",
      ], roster: TemporaryProject.oneKOL)
    do {
      return (try project.load().settings.brand, [])
    } catch {
      return (Brand(), error.diagnostics.map(\.description))
    }
  }

  @Test func aBrandIsRead() throws {
    let found = try load("{client: ACME, logo: logo.svg, accent: '#0b57d0'}")
    #expect(found.messages == [])
    #expect(found.brand.client == "ACME")
    #expect(found.brand.logo == Brand.Logo(bytes: Array(Self.svg.utf8), fileExtension: "svg", size: nil))
    #expect(found.brand.accent?.light == Color("#0b57d0"))
    let dark = try #require(found.brand.accent?.dark)
    #expect(Brand.Accent.isLegible(dark, onLight: false))
  }

  @Test(arguments: [
    (
      "{accent: '#ffcc00'}",
      "1:17: error: `accent` #ffcc00 is not legible on light pages: its contrast is under 4.5 : 1\n  hint: try #856a00"
    ),
    ("{accent: blue}", "error: `accent` must be a colour such as \"#b3213f\", in quotes, not \"blue\""),
    (
      "{accent: '#0b57d0', accentDark: '#0b57d0'}", "error: `accentDark` #0b57d0 is not legible on dark pages"
    ),
    ("{accentDark: '#8ab4f8'}", "error: `accentDark` without `accent`"),
    ("{logo: gone.png}", "1:15: error: there is no file \"Content/gone.png\""),
    ("{logo: note.txt}", "error: \"Content/note.txt\" is no picture that a page can show"),
    ("{logo: fake.png}", "error: \"Content/fake.png\" is no picture that a page can show"),
    ("{logo: ../../etc/passwd}", "error: "),
    ("{colour: red}", "error: unknown key \"colour\" in `brand`"),
  ])
  func aMistakeIsLocatedAndExplained(brand: String, message: String) throws {
    let messages = try load(brand).messages
    #expect(messages.count == 1 && messages[0].contains(message), "\(messages)")
  }

  @Test func everyMistakeIsToldAtOnce() throws {
    let messages = try load("{logo: ../x.png, accent: '#ffcc00'}").messages
    #expect(messages.count == 2)
    #expect(messages.contains { $0.contains("leads out of Content/") })
  }
}

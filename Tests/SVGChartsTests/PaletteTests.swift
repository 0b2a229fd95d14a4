import Foundation
import Testing

/// The colours of the built-in theme, as its style sheet has them.
private struct Palette: CustomTestStringConvertible {
  let testDescription: String
  private let colours: [String: Colour]

  static let all: [Palette] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Templates/assets/tokens.css")
    let sheet = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    let light = tokens(in: sheet.components(separatedBy: ":root {").dropFirst().first ?? "")
    func changed(_ media: String) -> [String: Colour] {
      let rest = sheet.components(separatedBy: media + " {\n  :root {").dropFirst().first ?? ""
      return light.merging(tokens(in: rest)) { _, changed in changed }
    }
    return [
      Palette(testDescription: "light", colours: light),
      Palette(testDescription: "dark", colours: changed("@media (prefers-color-scheme: dark)")),
      Palette(testDescription: "print", colours: changed("@media print")),
    ]
  }()

  private static func tokens(in text: String) -> [String: Colour] {
    let pairs = text.prefix { $0 != "}" }.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6});/)
      .compactMap { match in Colour(hex: match.2).map { (String(match.1), $0) } }
    return Dictionary(pairs) { _, last in last }
  }

  func callAsFunction(_ name: String) throws -> Colour {
    try #require(colours[name], "--\(name) in \(testDescription)")
  }

  func series() throws -> [Colour] { try (1...4).map { try self("series-\($0)") } }
}

@Suite struct PaletteTests {
  /// WCAG 2.2, 1.4.3: labels have the colour of their series.
  @Test(arguments: Palette.all)
  private func textHasAContrastOf4Point5(palette: Palette) throws {
    let texts = try palette.series() + ["ink", "ink-soft", "accent", "good", "bad"].map { try palette($0) }
    for ground in ["surface", "paper"] {
      for text in texts { #expect(text.contrast(to: try palette(ground)) >= 4.5) }
    }
    for (text, ground) in [("good", "good-soft"), ("bad", "bad-soft"), ("ink", "band"), ("ink-soft", "band")]
    {
      #expect(try palette(text).contrast(to: try palette(ground)) >= 4.5, "\(text) on \(ground)")
    }
  }

  /// WCAG 2.2, 1.4.11: what has to be seen in a chart, on its ground and on a band.
  @Test(arguments: Palette.all)
  private func marksHaveAContrastOf3(palette: Palette) throws {
    for mark in try palette.series() + [palette("mark")] {
      #expect(mark.contrast(to: try palette("surface")) >= 3)
    }
    for mark in ["series-1", "mark", "ink"] {
      #expect(try palette(mark).contrast(to: try palette("band")) >= 2.9, "\(mark)")
    }
  }

  /// A distance of 20 is about nine times what can just be told apart.
  @Test(arguments: Palette.all, Vision.allCases)
  private func seriesDifferForEveryColourVision(palette: Palette, vision: Vision) throws {
    let series = try palette.series().map { $0.seen(with: vision) }
    for (index, one) in series.enumerated() {
      for other in series[..<index] { #expect(one.distance(to: other) >= 20, "series \(index + 1)") }
    }
  }

  /// What stands out among quiet marks does so by lightness or hue for everyone.
  @Test(arguments: Palette.all, Vision.allCases)
  private func highlightsDifferFromQuietMarks(palette: Palette, vision: Vision) throws {
    let highlight = try palette("series-1").seen(with: vision)
    #expect(highlight.distance(to: try palette("mark").seen(with: vision)) >= 15)
  }
}

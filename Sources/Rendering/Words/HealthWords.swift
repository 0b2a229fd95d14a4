import Markup
import Model

/// The platform's levels of an account in the words of a language, ready for any page.
struct HealthWords: Sendable {
  /// Of the levels −1 to 2; those beyond are said like the nearest.
  private let words: [HTML?]
  private static let levels = -1...2

  init(_ wording: Wording) {
    words = Self.levels.map { level in
      Quantity(Int64(level)).flatMap { wording.text(ofHealthLevel: $0) }.map { .text($0) }
    }
  }

  /// Nil for a number that is no level.
  subscript(level: Quantity) -> HTML? {
    level.whole.flatMap { words[Int(min(2, max(-1, $0))) + 1] }
  }
}

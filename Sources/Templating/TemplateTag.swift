/// A Mustache tag of a template.
struct TemplateTag: Sendable, Hashable {
  let kind: Kind
  /// The parts of a dotted name; empty for `.` and for a comment.
  let path: [String]
  /// The bytes of the tag with its braces.
  let range: Range<Int>
  /// Where the name begins.
  let nameOffset: Int

  enum Kind: Sendable, Hashable {
    case variable
    case section
    case invertedSection
    case closing
    case partial
    case comment
  }

  /// The name as it is written.
  var name: String { path.isEmpty ? "." : path.joined(separator: ".") }

  /// The byte where a part of the name begins.
  func offset(ofPart index: Int) -> Int {
    nameOffset + path.prefix(index).reduce(0) { $0 + $1.utf8.count + 1 }
  }
}

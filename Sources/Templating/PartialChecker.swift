import Model

/// Checks that every partial is there, that none includes itself, and that no template grows too large.
struct PartialChecker {
  /// So many partials may stand inside each other.
  static let deepestPartial = 16

  private let templates: [String: ParsedTemplate]
  private var measures: [String: Measure] = [:]
  private var mistakes: [Diagnostic] = []

  /// A template together with its partials.
  private struct Measure {
    /// Bytes, each partial as often as it is used; at most one more than is allowed.
    var size: Int
    /// How many partials stand inside each other.
    var depth = 0
  }

  static func mistakes(in templates: [String: ParsedTemplate]) -> [Diagnostic] {
    var checker = PartialChecker(templates: templates)
    for name in templates.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      _ = checker.measure(name, path: [name])
    }
    return checker.mistakes
  }

  private init(templates: [String: ParsedTemplate]) {
    self.templates = templates
  }

  /// The file that `{{> name}}` stands for in a template.
  static func file(ofPartial name: String, in format: ParsedTemplate.Format) -> String {
    "_\(name).\(format.rawValue)"
  }

  /// The name by which a file is included; nil for a file that is not a partial.
  static func partialName(of file: String) -> String? {
    guard file.utf8.first == UInt8(ascii: "_") else { return nil }
    let parts = file.utf8.dropFirst().split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return String(decoding: Array(parts[0]), as: UTF8.self)
  }

  private mutating func measure(_ name: String, path: [String]) -> Measure {
    if let measure = measures[name] { return measure }
    guard let template = templates[name] else { return Measure(size: 0) }
    var whole = Measure(size: template.source.bytes.count)
    var isPartTooLarge = false
    for tag in template.tags where tag.kind == .partial {
      let file = Self.file(ofPartial: tag.name, in: template.format)
      guard templates[file] != nil else {
        reportUnknown(tag, in: template)
        continue
      }
      if let start = path.firstIndex(of: file) {
        let circle = (path[start...] + [file]).map { "`\($0)`" }.joined(separator: " → ")
        report("the partial `\(tag.name)` includes itself: \(circle)", tag, in: template)
        continue
      }
      let part = measure(file, path: path + [file])
      if part.depth == Self.deepestPartial {
        report("partials are nested deeper than \(Self.deepestPartial) levels", tag, in: template)
      }
      isPartTooLarge = isPartTooLarge || part.size > TemplateSet.largestExpansion
      whole.size = min(whole.size + part.size, TemplateSet.largestExpansion + 1)
      whole.depth = max(whole.depth, part.depth + 1)
    }
    if whole.size > TemplateSet.largestExpansion, !isPartTooLarge {
      mistakes.append(
        Diagnostic(
          .error, "with its partials the template has more than \(TemplateSet.largestExpansion) bytes",
          at: SourceLocation(file: template.source.path), hint: "include each partial less often"))
    }
    measures[name] = whole
    return whole
  }

  private mutating func reportUnknown(_ tag: TemplateTag, in template: ParsedTemplate) {
    let names = templates.filter { $0.value.format == template.format }.keys.compactMap(Self.partialName)
    let near = nearestName(to: tag.name, among: names.sorted())
    let file = Self.file(ofPartial: tag.name, in: template.format)
    report(
      "there is no partial `\(tag.name)`", tag, in: template,
      hint: near.map { "did you mean `\($0)`?" } ?? "it would be the file `\(file)`")
  }

  private mutating func report(
    _ message: String, _ tag: TemplateTag, in template: ParsedTemplate, hint: String? = nil
  ) {
    let place = template.source.location(at: tag.nameOffset)
    mistakes.append(Diagnostic(.error, message, at: place, hint: hint))
  }
}

import Model

/// Resolves every name of a template, through its partials, in the shape that its context will have.
///
/// The scopes are Mustache's: the first part of a name is looked up from the innermost section outwards,
/// the further parts only in what the first part is.
struct ShapeChecker {
  private let templates: [String: ParsedTemplate]
  private var scopes: [Scope]
  /// Where the values of a frame stand, in the order in which they are met, and how many were met.
  private var places: [FramePlace] = []
  private var passed = 0
  private var messages = Messages()
  private var reported: Set<Place> = []

  private struct Place: Hashable {
    let file: String
    let offset: Int
  }

  private enum Scope {
    case shape(TemplateShape)
    /// A section that changes no names: of a flag, or an inverted one.
    case transparent
    /// A section whose name is wrong: nothing in it is reported as unknown.
    case unknown
  }

  init(templates: [String: ParsedTemplate], shape: TemplateShape) {
    self.templates = templates
    scopes = [.shape(shape)]
  }

  var found: [Diagnostic] { messages.all }

  mutating func check(_ name: String) {
    guard let template = templates[name] else { return }
    // Of a frame that is too large to be read, the places are no matter: it is an error by itself.
    if template.format == .html { places = FramePage(FrameText(name, in: templates))?.places() ?? [] }
    visit(template)
  }

  private mutating func visit(_ template: ParsedTemplate) {
    for tag in template.tags {
      switch tag.kind {
      case .variable:
        checkVariable(tag, in: template)
      case .section:
        scopes.append(scope(ofSection: tag, in: template))
      case .invertedSection:
        scopes.append(resolve(tag, in: template) == nil ? .unknown : .transparent)
      case .closing:
        if scopes.count > 1 { scopes.removeLast() }
      case .partial:
        if let part = templates[PartialChecker.file(ofPartial: tag.name, in: template.format)] { visit(part) }
      case .comment:
        break
      }
    }
  }

  private mutating func checkVariable(_ tag: TemplateTag, in template: ParsedTemplate) {
    let place = passed < places.count ? places[passed] : .text
    passed += 1
    guard let shape = resolve(tag, in: template) else { return }
    let message: String
    let hint: String?
    switch shape {
    case .text where template.format == .html, .url where template.format == .html,
      .html where template.format == .html:
      if let fault = FrameChecker.fault(of: shape, named: tag.name, at: place) {
        report(fault.message, at: tag.nameOffset, in: template, hint: fault.hint)
      }
      return
    case .text, .url: return
    case .html:
      message = "`\(tag.name)` is finished markup, which Markdown cannot hold"
      hint = "use it in a `.html` template"
    case .flag:
      message = "`\(tag.name)` is true or false and cannot be written"
      hint = "open a section with it: `{{#\(tag.name)}}`"
    case .list:
      message = "`\(tag.name)` is a list and cannot be written"
      hint = "open a section with it: `{{#\(tag.name)}}`"
    case .record(let names):
      message = "`\(tag.name)` is a group of names and cannot be written"
      let owner = tag.path.isEmpty ? "" : "\(tag.name)."
      hint = names.keys.min().map { "name a part of it, for example `\(owner)\($0)`" }
    }
    report(message, at: tag.nameOffset, in: template, hint: hint)
  }

  private mutating func scope(ofSection tag: TemplateTag, in template: ParsedTemplate) -> Scope {
    switch resolve(tag, in: template) {
    case .list(let element): .shape(element)
    case .flag: .transparent
    case .some(let shape): .shape(shape)
    case nil: .unknown
    }
  }

  /// Finds what a name stands for; nil, and maybe a report, where it is not known.
  private mutating func resolve(_ tag: TemplateTag, in template: ParsedTemplate) -> TemplateShape? {
    guard let first = tag.path.first else {
      for scope in scopes.reversed() {
        switch scope {
        case .shape(let shape): return shape
        case .transparent: continue
        case .unknown: return nil
        }
      }
      return nil
    }
    guard var shape = visible(first) else {
      if !scopes.contains(where: { if case .unknown = $0 { true } else { false } }) {
        let names = visibleNames
        report(
          "there is no name `\(first)` here", at: tag.nameOffset, in: template,
          hint: nearestName(to: first, among: names).map { "did you mean `\($0)`?" })
      }
      return nil
    }
    for (index, part) in tag.path.enumerated().dropFirst() {
      let owner = tag.path[..<index].joined(separator: ".")
      guard case .record(let names) = shape else {
        report(
          "`\(owner)` has no parts", at: tag.offset(ofPart: index), in: template, hint: "write `\(owner)`")
        return nil
      }
      guard let next = names[part] else {
        report(
          "`\(owner)` has no part `\(part)`", at: tag.offset(ofPart: index), in: template,
          hint: nearestName(to: part, among: names.keys).map { "did you mean `\(owner).\($0)`?" })
        return nil
      }
      shape = next
    }
    return shape
  }

  private func visible(_ name: String) -> TemplateShape? {
    for case .shape(.record(let names)) in scopes.reversed() {
      if let shape = names[name] { return shape }
    }
    return nil
  }

  private var visibleNames: [String] {
    var visible: Set<String> = []
    for case .shape(.record(let names)) in scopes { visible.formUnion(names.keys) }
    return visible.sorted()
  }

  /// Reports once for each place: a partial may be used often.
  private mutating func report(
    _ message: @autoclosure () -> String, at offset: Int, in template: ParsedTemplate,
    hint: @autoclosure () -> String?, code: Int = #line
  ) {
    guard reported.insert(Place(file: template.source.path, offset: offset)).inserted else { return }
    messages.add(
      .error, of: Messages.Kind(file: #fileID, line: code), at: template.source.location(at: offset), message,
      hint: hint)
  }
}

public import Model

extension TemplateSet {
  /// Checks a template with its partials against what its context will look like; no data is needed.
  ///
  /// Reported are unknown names and names used in a wrong way, values in an unsafe place of a frame, raw
  /// HTML, refused links and wrong report blocks. Warnings are among them.
  public func check(
    _ name: String, against shape: TemplateShape, blocks: [BlockKind] = []
  ) -> [Diagnostic] {
    guard templates[name] != nil, !name.utf8.starts(with: "_".utf8) else { return [missing(name)] }
    var shapes = ShapeChecker(templates: templates, shape: shape)
    shapes.check(name)
    var found = shapes.found
    for file in files(of: name) {
      guard let template = templates[file], template.format == .markdown else { continue }
      let lines = template.tags.filter { $0.kind != .variable && $0.kind != .comment }
        .compactMap { template.source.location(at: $0.range.lowerBound).line }
      found += checkMarkdown(
        template.markdownText, of: template.source, changingLines: Set(lines), blocks: blocks)
    }
    return found
  }

  /// A template and its partials, each once, in the order of their first use.
  func files(of name: String) -> [String] {
    var files = [name]
    var index = 0
    while index < files.count {
      if let template = templates[files[index]] {
        for tag in template.tags where tag.kind == .partial {
          let file = PartialChecker.file(ofPartial: tag.name, in: template.format)
          if !files.contains(file) { files.append(file) }
        }
      }
      index += 1
    }
    return files
  }
}

import CommonMark
import Model

/// Checks the report blocks of one file against the known kinds.
struct BlockChecker {
  private let source: SourceLines
  private let kinds: [BlockKind]
  /// The lines with sections or partials: an option near one may be given or not, once or more often.
  private let changingLines: Set<Int>
  private var messages = Messages()

  /// Returns what is wrong with the blocks.
  static func check(
    _ blocks: [FencedBlock], of source: SourceLines, changingLines: Set<Int> = [],
    against kinds: [BlockKind]
  ) -> [Diagnostic] {
    var checker = BlockChecker(source: source, kinds: kinds, changingLines: changingLines)
    for block in blocks { checker.check(block) }
    return checker.messages.all
  }

  private init(source: SourceLines, kinds: [BlockKind], changingLines: Set<Int>) {
    self.source = source
    self.kinds = kinds
    self.changingLines = changingLines
  }

  private mutating func check(_ block: FencedBlock) {
    let word = BlockLines.kind(of: block.info)
    let place = source.location(of: word, line: block.line)
    guard let kind = kinds.first(where: { $0.name == word }) else {
      guard let near = nearestName(to: word, among: kinds.map(\.name)) else { return }
      let message = "`\(word)` is not a kind of block, so it is shown as code"
      report(.warning, message, at: { _ in place }, hint: "did you mean `\(near)`?")
      return
    }
    if word.utf8.count < block.info.utf8.count {
      report(
        .error, "something follows `\(word)` on the line of the fence", at: { _ in place },
        hint: "write each option on a line of its own, as `name: value`")
    }
    let lines = BlockLines(body: block.body)
    for stray in lines.strayLines {
      report(
        .error, "this line of `\(word)` is not an option",
        at: { $0.location(of: stray.text, line: block.line + stray.line) },
        hint: "write `name: value`")
    }
    check(lines.options, of: kind, in: block, at: place)
  }

  private mutating func check(
    _ options: [BlockLines.Option], of kind: BlockKind, in block: FencedBlock, at place: SourceLocation
  ) {
    let lineCount = block.body.utf8.count { $0 == UInt8(ascii: "\n") }
    let isChanging = changingLines.contains { $0 >= block.line && $0 <= block.line + lineCount + 1 }
    var given: Set<String> = []
    for written in options {
      let line = block.line + written.line
      guard let option = kind.options.first(where: { $0.name == written.name }) else {
        reportUnknown(written.name, of: kind, line: line)
        continue
      }
      if !given.insert(option.name).inserted, !isChanging {
        report(
          .error, "the option `\(option.name)` is given twice",
          at: { $0.location(of: written.name, line: line) }, hint: "keep one of the two lines")
      }
      check(written.value, of: option, line: line)
    }
    for option in kind.options where option.isRequired && !given.contains(option.name) && !isChanging {
      report(
        .error, "`\(kind.name)` needs the option `\(option.name)`", at: { _ in place },
        hint: "add a line such as `\(option.name): \(option.values.example)`")
    }
  }

  private mutating func reportUnknown(_ name: String, of kind: BlockKind, line: Int) {
    guard !Placeholder.occurs(in: name) else {
      report(
        .error, "the name of an option cannot come from a tag", at: { $0.locationOfText(line: line) },
        hint: "write the name itself; only its value may come from a tag")
      return
    }
    let names = kind.options.map(\.name)
    report(
      .error, "`\(kind.name)` has no option `\(name)`", at: { $0.location(of: name, line: line) },
      hint: nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
        ?? "its options are \(Self.listed(names))")
  }

  private mutating func check(_ value: String, of option: BlockOption, line: Int) {
    // What a tag stands for is known only with data.
    guard !Placeholder.occurs(in: value) else { return }
    let example = "write for example `\(option.name): \(option.values.example)`"
    guard !value.isEmpty else {
      report(
        .error, "the option `\(option.name)` has no value",
        at: { $0.location(of: option.name, line: line) }, hint: example)
      return
    }
    for wrong in option.values.wrongParts(of: value) {
      if wrong.isEmpty {
        report(
          .error, "the option `\(option.name)` has a comma too many",
          at: { $0.location(of: option.name, line: line) }, hint: "write one comma between two values")
        continue
      }
      switch option.values {
      case .oneOf(let allowed), .listOf(let allowed):
        report(
          .error, "`\(wrong)` is not a value of `\(option.name)`",
          at: { $0.location(of: wrong, line: line, after: UInt8(ascii: ":")) },
          hint: nearestName(to: wrong, among: allowed).map { "did you mean `\($0)`?" }
            ?? "allowed are \(Self.listed(allowed))")
      case .days:
        report(
          .error, "`\(wrong)` is not a number of days",
          at: { $0.location(of: wrong, line: line, after: UInt8(ascii: ":")) }, hint: example)
      case .count:
        report(
          .error, "`\(wrong)` is not a whole number above zero",
          at: { $0.location(of: wrong, line: line, after: UInt8(ascii: ":")) },
          hint: example)
      case .text: break
      }
    }
  }

  private static func listed(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: @autoclosure () -> String,
    at place: (SourceLines) -> SourceLocation, hint: @autoclosure () -> String, code: Int = #line
  ) {
    let source = source
    messages.add(
      severity, of: Messages.Kind(file: #fileID, line: code), at: place(source), message, hint: { hint() })
  }
}

extension BlockOption.Values {
  /// A value to show in a hint.
  var example: String {
    switch self {
    case .oneOf(let allowed), .listOf(let allowed): allowed.first ?? "…"
    case .days: "30d"
    case .count: "10"
    case .text: "…"
    }
  }

  /// Whether a value may stand behind the colon.
  public func allow(_ value: String) -> Bool { !value.isEmpty && wrongParts(of: value).isEmpty }

  /// The parts of a value that are not allowed.
  func wrongParts(of value: String) -> [String] {
    switch self {
    case .oneOf(let allowed):
      return allowed.contains(value) ? [] : [value]
    case .listOf(let allowed):
      let parts = Array(value.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { String(decoding: BlockLines.trimmed($0), as: UTF8.self) }
      return parts.filter { !allowed.contains($0) }
    case .days:
      let digits = value.utf8.dropLast()
      return value.utf8.last == UInt8(ascii: "d") && Self.isNumber(digits, digits: 5) ? [] : [value]
    case .count:
      return Self.isNumber(value.utf8[...], digits: 9) ? [] : [value]
    case .text:
      return []
    }
  }

  /// Whether some bytes are a whole number above zero with at most so many digits.
  private static func isNumber(_ bytes: some Collection<UInt8>, digits: Int) -> Bool {
    let zero = UInt8(ascii: "0")
    return (1...digits).contains(bytes.count) && bytes.first != zero
      && bytes.allSatisfy { (zero...UInt8(ascii: "9")).contains($0) }
  }
}

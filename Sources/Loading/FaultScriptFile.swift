public import Faults
public import Model

/// Reads a script of faults for the sandbox.
///
/// Throws every mistake at once; a script without mistakes has no warnings.
public func loadFaultScript(at path: String) throws(InvalidInput) -> FaultScript {
  let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  let name = parts.last.map { String(Substring($0)) } ?? path
  let folder = String(decoding: path.utf8.dropLast(name.utf8.count), as: UTF8.self)
  guard let source = try ProjectFolder(folder).text(name, limit: FaultScriptFile.sizeLimit) else {
    throw InvalidInput([
      Diagnostic(
        .error, "there is no such file", at: SourceLocation(file: path),
        hint: "docs/sandbox.md shows a script of faults")
    ])
  }
  let file = FaultScriptFile(SourceText(path: path, text: source.text))
  guard file.diagnostics.isEmpty else { throw InvalidInput(file.diagnostics) }
  return file.script
}

/// A YAML file of faults: every key is optional.
struct FaultScriptFile {
  static let sizeLimit = 4 << 20

  private(set) var script = FaultScript()
  private var reader: ValueReader

  var diagnostics: [Diagnostic] { reader.diagnostics }

  init(_ source: SourceText) {
    let document = YAMLDocument(source)
    reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
    let keys = ["seed", "latency", "rateLimit", "quota", "rules"]
    guard let root = document.root, let values = reader.mapping(root, "the script", keys: keys)
    else { return }
    if let seed = values["seed"].flatMap({ reader.integer($0, "`seed`", in: 0...Int.max) }) {
      script.seed = UInt64(seed)
    }
    if let latency = values["latency"].flatMap({ readLatency($0) }) { script.latency = latency }
    script.rateLimit = values["rateLimit"].flatMap { readRateLimit($0) }
    script.quota = values["quota"].flatMap { reader.integer($0, "`quota`", in: 0...Int.max) }
    for node in values["rules"].flatMap({ reader.list($0, "`rules`") }) ?? [] {
      if let rule = readRule(node) { script.rules.append(rule) }
    }
  }

  // MARK: All calls

  private mutating func readLatency(_ node: YAMLNode) -> ClosedRange<Int>? {
    let what = "a time such as 200ms or 1s, or two such as 50ms..200ms"
    guard let text = reader.scalar(node, "`latency`", what) else { return nil }
    let bytes = Array(text.utf8)
    let dots = bytes.indices.first { bytes[$0...].starts(with: "..".utf8) }
    let lower = milliseconds(bytes[..<(dots ?? bytes.count)])
    let upper = dots.map { milliseconds(bytes[($0 + 2)...]) } ?? lower
    guard let lower, let upper, lower <= upper else {
      reader.expected(what, of: "`latency`", found: node)
      return nil
    }
    return lower...upper
  }

  private mutating func readRateLimit(_ node: YAMLNode) -> FaultScript.RateLimit? {
    let keys = ["requestsPerSecond", "burst", "status", "retryAfter"]
    guard let values = reader.mapping(node, "`rateLimit`", keys: keys) else { return nil }
    guard let rateNode = values["requestsPerSecond"] else {
      reader.error("`rateLimit` has no `requestsPerSecond`", at: node.position)
      return nil
    }
    guard let rate = reader.integer(rateNode, "`requestsPerSecond`", in: 1...1_000_000) else { return nil }
    var limit = FaultScript.RateLimit(requestsPerSecond: rate)
    if let burst = values["burst"].flatMap({ reader.integer($0, "`burst`", in: 1...1_000_000) }) {
      limit.burst = burst
    }
    if let status = values["status"].flatMap({ readStatus($0) }) { limit.status = status }
    limit.retryAfter = values["retryAfter"].flatMap { readRetryAfter($0) }
    return limit
  }

  // MARK: Rules

  private mutating func readRule(_ node: YAMLNode) -> FaultScript.Rule? {
    guard let values = reader.mapping(node, "a rule", keys: ["ids", "share", "answers"]) else { return nil }
    guard let target = readTarget(values, of: node) else { return nil }
    guard let answersNode = values["answers"] else {
      reader.error(
        "this rule has no `answers`", at: node.position, hint: "such as `answers: [{code: 301}, ok]`")
      return nil
    }
    guard let nodes = reader.list(answersNode, "`answers`") else { return nil }
    guard !nodes.isEmpty else {
      reader.error("`answers` is empty", at: answersNode.position, hint: "such as [{code: 301}, ok]")
      return nil
    }
    var answers: [FaultScript.Answer] = []
    for node in nodes {
      if let answer = readAnswer(node) { answers.append(answer) }
    }
    return answers.count == nodes.count ? FaultScript.Rule(target, answers) : nil
  }

  private mutating func readTarget(
    _ values: [String: YAMLNode], of node: YAMLNode
  ) -> FaultScript.Target? {
    switch (values["ids"], values["share"]) {
    case (nil, nil): return .everyone
    case (_?, _?):
      reader.error("`ids` and `share` exclude each other", at: node.position, hint: "make two rules of it")
      return nil
    case (let list?, nil):
      var ids: Set<KOLID> = []
      for node in reader.list(list, "`ids`") ?? [] {
        guard let text = reader.scalar(node, "an id", "a text") else { continue }
        if let id = KOLID(text) {
          ids.insert(id)
        } else {
          reader.error("\(shown(text)) is not the id of a KOL", at: node.position)
        }
      }
      return .kols(ids)
    case (nil, let node?):
      let what = "a share such as 5% or 0.5%"
      guard let text = reader.scalar(node, "`share`", what) else { return nil }
      if text.utf8.last == UInt8(ascii: "%"),
        let percent = Quantity(decimal: String(decoding: text.utf8.dropLast(), as: UTF8.self)),
        (0...100 * Quantity.scale).contains(percent.millionths)
      {
        return .share(millionths: Int(percent.millionths / 100))
      }
      reader.expected(what, of: "`share`", found: node)
      return nil
    }
  }

  private mutating func readAnswer(_ node: YAMLNode) -> FaultScript.Answer? {
    if case .scalar = node.content { return readFault(node).map { FaultScript.Answer($0) } }
    let keys = ["fault", "code", "status", "retryAfter", "delay", "field"]
    guard let values = reader.mapping(node, "an answer", keys: keys) else { return nil }
    let status = values["status"].flatMap { readStatus($0) }
    var fault: Fault?
    switch (values["fault"], values["code"]) {
    case (_?, _?):
      reader.error("`fault` and `code` exclude each other", at: node.position)
    case (let node?, nil): fault = readFault(node)
    case (nil, let node?):
      fault = reader.integer(node, "`code`", in: 1...999_999).map(Fault.code)
    case (nil, nil): fault = status.map(Fault.status) ?? .ok
    }
    guard let fault else { return nil }
    var answer = FaultScript.Answer(fault, status: status)
    answer.retryAfter = values["retryAfter"].flatMap { readRetryAfter($0) }
    if let delay = values["delay"] { answer.delay = readDelay(delay) ?? 0 }
    answer.field = values["field"].flatMap { reader.line($0, "`field`", limit: 100) }
    return answer
  }

  private mutating func readFault(_ node: YAMLNode) -> Fault? {
    let names = Fault.Name.allCases
    guard let text = reader.scalar(node, "an answer", "the name of a fault") else { return nil }
    if let name = names.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) { return .named(name) }
    let near = nearestName(to: text, among: names.map(\.rawValue))
    reader.error(
      "there is no fault \(shown(text))", at: node.position,
      hint: near.map { "did you mean `\($0)`?" }
        ?? "the faults are \(names.map { "`\($0.rawValue)`" }.joined(separator: ", "))")
    return nil
  }

  // MARK: Values

  private mutating func readStatus(_ node: YAMLNode) -> Int? {
    reader.integer(node, "`status`", in: 200...599)
  }

  private mutating func readRetryAfter(_ node: YAMLNode) -> Int? {
    reader.integer(node, "`retryAfter`", in: 0...86_400)
  }

  private mutating func readDelay(_ node: YAMLNode) -> Int? {
    let what = "a time such as 200ms or 2s"
    guard let text = reader.scalar(node, "`delay`", what) else { return nil }
    if let time = milliseconds(Array(text.utf8)[...]) { return time }
    reader.expected(what, of: "`delay`", found: node)
    return nil
  }

  /// `200ms` or `2s`, at most an hour; nil for anything else.
  private func milliseconds(_ bytes: ArraySlice<UInt8>) -> Int? {
    let isShort = bytes.suffix(2).elementsEqual("ms".utf8)
    guard isShort || bytes.last == UInt8(ascii: "s") else { return nil }
    let digits = bytes.dropLast(isShort ? 2 : 1)
    guard (1...7).contains(digits.count),
      digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    else { return nil }
    let time = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } * (isShort ? 1 : 1_000)
    return time <= 3_600_000 ? time : nil
  }
}

import Model

/// How changes are said on a terminal, in Markdown and in JSON; pages say them in the site's languages.
extension ChangeList {
  var textLines: [String] {
    var lines = ["\(from) → \(to): \(changes.count) \(changes.count == 1 ? "change" : "changes")"]
    for (id, changes) in byKOL {
      lines.append("\(id)  \(safeText(changes[0].name))")
      lines += changes.map { "  \($0.sentence)" }
    }
    return lines
  }

  var markdownLines: [String] {
    var lines = ["## \(from) → \(to)", ""]
    if changes.isEmpty { return lines + ["No changes."] }
    lines += ["| KOL | Change |", "| --- | --- |"]
    for change in changes {
      lines.append("| \(escaped(change.name)) (`\(change.kolID)`) | \(escaped(change.sentence)) |")
    }
    return lines
  }

  private var byKOL: [(id: KOLID, changes: [Change])] {
    Dictionary(grouping: changes, by: \.kolID).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Text that Markdown and HTML leave as it is: every character that could mean something is a reference.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in safeText(text).unicodeScalars {
      if scalar.isASCII, scalar.properties.generalCategory.isPunctuationOrSymbol {
        result += "&#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Change {
  /// The change in a few words, with the day of data that are older than the list.
  fileprivate var sentence: String { kind.sentence + (dataDay.map { " (data of \($0))" } ?? "") }
}

extension Change.Kind {
  /// The change in a few words.
  var sentence: String {
    switch self {
    case .appeared: "new"
    case .gone: "not asked for in \(ChangeList.daysUntilGone) days"
    case .price(let metric, let from, let to):
      "\(label(ofMetric: metric)): \(from.map { "¥\($0)" } ?? "–") → \(to.map { "¥\($0)" } ?? "–")"
    case .tier(let from, let to): "tier: \(from.rawValue) → \(to.rawValue)"
    case .registered(true): "registered on Pugongying"
    case .registered(false): "no longer registered on Pugongying"
    case .growth(let from, let to):
      "followers over 30 days: \(percent(from)) → \(percent(to))"
    case .tags(let field, let added, let removed):
      "\(label(ofField: field)): "
        + (added.map { "+\(safeText($0))" } + removed.map { "−\(safeText($0))" }).joined(separator: ", ")
    case .field(let field, let from, let to):
      "\(label(ofField: field)): \(from.map(safeText) ?? "–") → \(to.map(safeText) ?? "–")"
    }
  }

  private func percent(_ ratio: Quantity) -> String {
    let tenths = ratio.rounded(to: 1_000)
    return "\(ratio.isNegative ? "−" : "+")\(tenths / 10).\(tenths % 10) %"
  }

  private func label(ofMetric id: String) -> String {
    MetricCatalog.builtIn.metric(id)?.label.en ?? id
  }

  private func label(ofField key: String) -> String {
    FieldCatalog.builtIn.field(key)?.label?.en ?? key
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPunctuationOrSymbol: Bool {
    switch self {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      true
    default: false
    }
  }
}

/// `archive diff --json`; keys are stable.
struct ChangeReport: Codable {
  var formatVersion = 1
  var from: String
  var to: String
  var changes: [Item]

  struct Item: Codable {
    var id: String
    var name: String
    /// `new`, `gone`, `price`, `tier`, `registered`, `unregistered`, `growth`, `tags` or `field`.
    var kind: String
    /// The metric or the field; nil where the kind says it.
    var field: String?
    /// Texts and numbers as texts; nil for none.
    var from: String?
    var to: String?
    var added: [String]?
    var removed: [String]?
    /// The day of the later data where it is before `to`.
    var dataDay: String?
  }

  init(_ list: ChangeList) {
    from = list.from.description
    to = list.to.description
    changes = list.changes.map(Item.init)
  }
}

extension ChangeReport.Item {
  init(_ change: Change) {
    self.init(
      id: change.kolID.text, name: change.name, kind: change.kind.code, dataDay: change.dataDay?.description)
    switch change.kind {
    case .appeared, .gone, .registered: break
    case .price(let metric, let old, let new):
      (field, from, to) = (metric, old?.description, new?.description)
    case .tier(let old, let new): (from, to) = (old.rawValue, new.rawValue)
    case .growth(let old, let new): (field, from, to) = ("followers", old.description, new.description)
    case .tags(let name, let gained, let lost): (field, added, removed) = (name, gained, lost)
    case .field(let name, let old, let new): (field, from, to) = (name, old, new)
    }
  }
}

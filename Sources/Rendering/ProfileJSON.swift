import Markup
import Model

/// `kol/<id>/index.json`: the page's numbers with their sources, for programs.
///
/// A value is a JSON number; a missing one is `null` with a `missing` key that says why.
/// `docs/kol.schema.json` describes it.
struct ProfileJSON {
  let kol: KOLReport
  let report: Report

  func bytes() -> [UInt8] {
    var json = MarkupBuffer()
    json.appendLiteral("{\"formatVersion\":1,\"id\":")
    json.appendJSONString(kol.entry.id.text)
    json.appendLiteral(",\"name\":")
    json.appendJSONString(kol.name)
    json.appendLiteral(",\"asOf\":")
    json.appendJSONString(report.asOf.description)
    json.appendLiteral(",\"groups\":[")
    for (index, group) in kol.entry.groups.enumerated() {
      if index > 0 { json.appendLiteral(",") }
      json.appendJSONString(group)
    }
    json.appendLiteral("],\"tier\":")
    json.appendJSONStringOrNull(kol.tier?.rawValue)
    json.appendLiteral(",\"snapshot\":")
    appendSnapshot(to: &json)
    json.appendLiteral(",\"metrics\":[")
    for (index, figure) in kol.figures.enumerated() {
      json.appendLiteral(index == 0 ? "\n" : ",\n")
      append(figure, metric: index, to: &json)
    }
    json.appendLiteral("\n],\"growth\":[")
    var isFirst = true
    for growth in kol.growths {
      guard case .change(let change) = growth.outcome else { continue }
      json.appendLiteral(isFirst ? "\n" : ",\n")
      isFirst = false
      append(change, of: growth, to: &json)
    }
    json.appendLiteral("\n],\"fields\":{")
    appendFields(to: &json)
    json.appendLiteral("}}\n")
    return json.bytes
  }

  private func appendSnapshot(to json: inout MarkupBuffer) {
    guard let snapshot = kol.snapshot else {
      json.appendLiteral("null")
      return
    }
    json.appendLiteral("{\"day\":")
    json.appendJSONString(snapshot.day.description)
    json.appendLiteral(",\"fetchedAt\":")
    json.appendJSONString(snapshot.fetchedAt.description)
    json.appendLiteral(",\"endpoint\":")
    json.appendJSONString(snapshot.endpoint.name)
    json.appendLiteral(",\"environment\":")
    json.appendJSONString(snapshot.environment)
    if let day = snapshot.olderDataDay {
      json.appendLiteral(",\"dataDay\":")
      json.appendJSONString(day.description)
    }
    json.appendLiteral("}")
  }

  private func append(_ figure: Figure, metric index: Int, to json: inout MarkupBuffer) {
    json.appendLiteral("{\"id\":")
    json.appendJSONString(figure.metric.id)
    json.appendLiteral(",\"unit\":")
    json.appendJSONString(figure.metric.unit.rawValue)
    json.appendLiteral(",\"value\":")
    if let value = figure.reading.value {
      json.append(number: value)
    } else {
      json.appendLiteral("null,\"missing\":")
      json.appendJSONString(figure.reading.missingCode ?? "")
    }
    switch figure.metric.origin {
    case .platform: json.appendLiteral(",\"source\":\"platform\"")
    case .platformEstimate: json.appendLiteral(",\"source\":\"platformEstimate\"")
    case .computed(let formula):
      json.appendLiteral(",\"source\":\"computed\",\"formula\":")
      let factor = formula.factor == 1 ? "" : " * \(formula.factor)"
      json.appendJSONString("\(formula.dividend) / \(formula.divisor)\(factor)")
      json.appendLiteral(",\"inputs\":[")
      json.appendJSONString(formula.dividend)
      json.appendLiteral(",")
      json.appendJSONString(formula.divisor)
      json.appendLiteral("]")
    }
    if let field = figure.field {
      json.appendLiteral(",\"field\":")
      json.appendJSONString(field)
    }
    append(figure.metric.scope, to: &json)
    if let day = figure.day, day != report.asOf {
      json.appendLiteral(",\"day\":")
      json.appendJSONString(day.description)
    }
    if figure.reading.value != nil { appendStandings(metric: index, to: &json) }
    json.appendLiteral("}")
  }

  private func append(_ scope: Scope, to json: inout MarkupBuffer) {
    if let business = scope.business {
      json.appendLiteral(",\"business\":")
      json.appendJSONString(business.rawValue)
    }
    if let media = scope.media {
      json.appendLiteral(",\"media\":")
      json.appendJSONString(media.rawValue)
    }
    if let days = scope.days {
      json.appendLiteral(",\"days\":")
      json.append(integer: days)
    }
  }

  /// Only where enough peers have a value.
  private func appendStandings(metric index: Int, to json: inout MarkupBuffer) {
    var isFirst = true
    for standing in report.peers.standings(of: kol, metric: index) {
      guard let percentile = standing.percentile, let lower = standing.lower, let median = standing.median,
        let upper = standing.upper
      else { continue }
      json.appendLiteral(isFirst ? ",\"standings\":[{" : ",{")
      isFirst = false
      let (kind, name) = standing.peers.codes
      json.appendLiteral("\"peers\":")
      json.appendJSONString(kind)
      if let name {
        json.appendLiteral(",\"name\":")
        json.appendJSONString(name)
      }
      json.appendLiteral(",\"n\":")
      json.append(integer: standing.count)
      json.appendLiteral(",\"percentile\":")
      json.append(number: percentile)
      json.appendLiteral(",\"quartiles\":[")
      json.append(number: lower)
      json.appendLiteral(",")
      json.append(number: median)
      json.appendLiteral(",")
      json.append(number: upper)
      json.appendLiteral("]")
      append(standing.days, to: &json)
      json.appendLiteral("}")
    }
    if !isFirst { json.appendLiteral("]") }
  }

  /// How many of the peers' values are older than the report, by their day.
  private func append(_ days: FigureDays, to json: inout MarkupBuffer) {
    if days.older.isEmpty { return }
    for (index, (day, count)) in days.older.sorted(by: { $0.key < $1.key }).enumerated() {
      json.appendLiteral(index == 0 ? ",\"older\":[{\"day\":" : ",{\"day\":")
      json.appendJSONString(day.description)
      json.appendLiteral(",\"n\":")
      json.append(integer: count)
      json.appendLiteral("}")
    }
    json.appendLiteral("]")
  }

  /// Every published field that the reply has, as the platform sent it; a quote that the creator hides is left out.
  private func appendFields(to json: inout MarkupBuffer) {
    guard let profile = kol.snapshot?.profile else { return }
    var isFirst = true
    for field in FieldCatalog.builtIn.fields where field.isPublished {
      let value = profile[field.key]
      if case .notSent = value { continue }
      if case .unreadable = value { continue }
      if case .number = value, profile.reading(ofField: field.key) == .absent(.hidden) { continue }
      json.appendLiteral(isFirst ? "\n" : ",\n")
      isFirst = false
      json.appendJSONString(field.key)
      json.appendLiteral(":")
      json.append(value)
    }
  }

  private func append(_ change: Growth.Change, of growth: Growth, to json: inout MarkupBuffer) {
    json.appendLiteral("{\"id\":")
    json.appendJSONString(growth.metric.id)
    json.appendLiteral(",\"window\":")
    json.append(integer: growth.window)
    json.appendLiteral(",\"days\":")
    json.append(integer: change.days)
    json.appendLiteral(",\"fromDay\":")
    json.appendJSONString(change.fromDay.description)
    json.appendLiteral(",\"toDay\":")
    json.appendJSONString(change.toDay.description)
    if change.fromDataDay != change.fromDay {
      json.appendLiteral(",\"fromDataDay\":")
      json.appendJSONString(change.fromDataDay.description)
    }
    if change.toDataDay != change.toDay {
      json.appendLiteral(",\"toDataDay\":")
      json.appendJSONString(change.toDataDay.description)
    }
    json.appendLiteral(",\"from\":")
    json.append(number: change.from)
    json.appendLiteral(",\"to\":")
    json.append(number: change.to)
    json.appendLiteral(",\"absolute\":")
    json.append(number: change.absolute)
    json.appendLiteral(",\"relative\":")
    if let relative = change.relative {
      json.append(number: relative)
    } else {
      json.appendLiteral("null")
    }
    json.appendLiteral("}")
  }
}

extension PeerGroup {
  /// The kind and, where the kind does not say it, the name; stable.
  fileprivate var codes: (kind: String, name: String?) {
    switch self {
    case .roster: ("roster", nil)
    case .tier(let tier): ("tier", tier.rawValue)
    case .group(let name): ("group", name)
    case .category(let name): ("category", name)
    }
  }
}

extension MarkupBuffer {
  fileprivate mutating func appendJSONStringOrNull(_ text: String?) {
    if let text { appendJSONString(text) } else { appendLiteral("null") }
  }

  fileprivate mutating func append(_ value: FieldValue) {
    switch value {
    case .notSent, .null, .unreadable: appendLiteral("null")
    case .number(let number): append(number: number)
    case .flag(let flag): append(JSONValue.bool(flag))
    case .text(let text): appendJSONString(text)
    case .list(let items): append(JSONValue.array(items))
    case .object(let members): append(JSONValue.object(members))
    }
  }

  private mutating func append(_ value: JSONValue) {
    switch value {
    case .null: appendLiteral("null")
    case .bool(true): appendLiteral("true")
    case .bool(false): appendLiteral("false")
    // The reader has checked that these are the digits of a JSON number.
    case .number(let digits): append(HTML(trusted: Array(digits.utf8)))
    case .string(let text): appendJSONString(text)
    case .array(let items):
      appendLiteral("[")
      for (index, item) in items.enumerated() {
        if index > 0 { appendLiteral(",") }
        append(item)
      }
      appendLiteral("]")
    case .object(let members):
      appendLiteral("{")
      for (index, member) in members.enumerated() {
        if index > 0 { appendLiteral(",") }
        appendJSONString(member.key)
        appendLiteral(":")
        append(member.value)
      }
      appendLiteral("}")
    }
  }

  /// A JSON number with all its digits.
  fileprivate mutating func append(number: Quantity) {
    append(HTML(trusted: Array(number.description.utf8)))
  }
}

import Markup
import Model

/// What is the same in every figure of a metric.
struct MetricJSON: Sendable {
  /// Up to the value.
  let head: MarkupPieces.Piece
  let source: MarkupPieces.Piece
  let scope: MarkupPieces.Piece

  init(_ metric: Metric, in pieces: inout MarkupPieces) {
    head = pieces.add { json in
      json.appendLiteral("{\"id\":")
      json.appendJSONString(metric.id)
      json.appendLiteral(",\"unit\":")
      json.appendJSONString(metric.unit.rawValue)
      json.appendLiteral(",\"value\":")
    }
    source = pieces.add { json in
      switch metric.origin {
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
    }
    scope = pieces.add { json in
      if let business = metric.scope.business {
        json.appendLiteral(",\"business\":")
        json.appendJSONString(business.rawValue)
      }
      if let media = metric.scope.media {
        json.appendLiteral(",\"media\":")
        json.appendJSONString(media.rawValue)
      }
      if let days = metric.scope.days {
        json.appendLiteral(",\"days\":")
        json.append(integer: days)
      }
    }
  }
}

/// A peer group of a KOL, with what is the same in each of its standings there.
struct PeersJSON {
  let peers: Peers
  /// Up to the number of peers.
  let head: HTML

  init(_ peers: Peers) {
    self.peers = peers
    head = .written { json in
      let (kind, name) = peers.group.codes
      json.appendLiteral("{\"peers\":")
      json.appendJSONString(kind)
      if let name {
        json.appendLiteral(",\"name\":")
        json.appendJSONString(name)
      }
      json.appendLiteral(",\"n\":")
    }
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

/// Values in JSON.
extension MarkupBuffer {
  /// A day as a JSON string.
  mutating func appendJSONString(_ day: CalendarDay) {
    appendLiteral("\"")
    append(day)
    appendLiteral("\"")
  }

  mutating func appendJSON(_ value: FieldValue) {
    switch value {
    case .notSent, .null, .unreadable: appendLiteral("null")
    case .number(let number): appendJSON(number)
    case .flag(let flag): appendJSON(JSONValue.bool(flag))
    case .text(let text): appendJSONString(text)
    case .list(let items): appendJSON(JSONValue.array(items))
    case .object(let members): appendJSON(JSONValue.object(members))
    }
  }

  private mutating func appendJSON(_ value: JSONValue) {
    switch value {
    case .null: appendLiteral("null")
    case .bool(true): appendLiteral("true")
    case .bool(false): appendLiteral("false")
    // The reader has checked that these are the digits of a JSON number, so there is nothing to escape.
    case .number(let digits): appendText(digits)
    case .string(let text): appendJSONString(text)
    case .array(let items):
      appendLiteral("[")
      for (index, item) in items.enumerated() {
        if index > 0 { appendLiteral(",") }
        appendJSON(item)
      }
      appendLiteral("]")
    case .object(let members):
      appendLiteral("{")
      for (index, member) in members.enumerated() {
        if index > 0 { appendLiteral(",") }
        appendJSONString(member.key)
        appendLiteral(":")
        appendJSON(member.value)
      }
      appendLiteral("}")
    }
  }

  /// A JSON number with all its digits.
  mutating func appendJSON(_ number: Quantity) {
    append(millionths: number.millionths)
  }
}

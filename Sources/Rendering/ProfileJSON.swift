import Markup
import Model

/// `kol/<id>/index.json`: the page's numbers with their sources, for programs.
///
/// A value is a JSON number; a missing one is `null` with a `missing` key that says why.
struct ProfileJSON {
  let kol: KOLReport
  let asOf: CalendarDay

  func bytes() -> [UInt8] {
    var json = MarkupBuffer()
    json.appendLiteral("{\"formatVersion\":1,\"id\":")
    json.appendJSONString(kol.entry.id.text)
    json.appendLiteral(",\"name\":")
    json.appendJSONString(kol.name)
    json.appendLiteral(",\"asOf\":")
    json.appendJSONString(asOf.description)
    json.appendLiteral(",\"snapshot\":")
    appendSnapshot(to: &json)
    json.appendLiteral(",\"metrics\":[")
    for (index, figure) in kol.figures.enumerated() {
      json.appendLiteral(index == 0 ? "\n" : ",\n")
      append(figure, to: &json)
    }
    json.appendLiteral("\n],\"growth\":[")
    var isFirst = true
    for growth in kol.growths {
      guard case .change(let change) = growth.outcome else { continue }
      json.appendLiteral(isFirst ? "\n" : ",\n")
      isFirst = false
      append(change, of: growth, to: &json)
    }
    json.appendLiteral("\n]}\n")
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

  private func append(_ figure: Figure, to json: inout MarkupBuffer) {
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
    }
    if let field = figure.field {
      json.appendLiteral(",\"field\":")
      json.appendJSONString(field)
    }
    json.appendLiteral("}")
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

extension MarkupBuffer {
  /// A JSON number with all its digits.
  fileprivate mutating func append(number: Quantity) {
    append(HTML(trusted: Array(number.description.utf8)))
  }
}

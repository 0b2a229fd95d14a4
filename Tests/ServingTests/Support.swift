import Foundation
import Model
import Testing

@testable import Serving

/// The 90 days of the demo's history.
let history = (0..<90).map { Sandbox.firstDay.advanced(by: $0) }

func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

func persona(_ behaviour: SandboxKOL.Behaviour) throws -> Persona {
  try #require(Persona.all.first { $0.behaviour == behaviour })
}

func figures(_ behaviour: SandboxKOL.Behaviour, _ day: CalendarDay) throws -> Figures {
  Figures(of: try persona(behaviour), on: day)
}

func commercial(_ behaviour: SandboxKOL.Behaviour) throws -> [Figures.Commercial] {
  let persona = try persona(behaviour)
  return history.compactMap { Figures(of: persona, on: $0).commercial }
}

/// The members of a reply's `data`, in order, with the kind of each value; read independently of the
/// line layout that the templates rely on.
func members(of body: [UInt8]) throws -> [(key: String, kind: String)] {
  var members: [(String, String)] = []
  var depth = 0
  var index = 0
  var isKey = true
  func at(_ index: Int) -> UInt8 { index < body.count ? body[index] : 0 }
  func text(_ range: Range<Int>) -> String { String(decoding: body[range], as: UTF8.self) }
  func kind(_ start: Int) -> String {
    switch at(start) {
    case UInt8(ascii: "\""): return "string"
    case UInt8(ascii: "["): return "array"
    case UInt8(ascii: "{"): return "object"
    case UInt8(ascii: "n"): return "null"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return "boolean"
    default:
      let number = body[start...].prefix { !",}\n ".utf8.contains($0) }
      return number.contains(UInt8(ascii: ".")) ? "decimal" : "integer"
    }
  }
  while index < body.count {
    switch body[index] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      isKey = body[index] == UInt8(ascii: "{")
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    case UInt8(ascii: ","): isKey = true
    case UInt8(ascii: ":"):
      isKey = false
    case UInt8(ascii: "\""):
      let start = index + 1
      index = start
      while at(index) != UInt8(ascii: "\"") {
        try #require(index < body.count)
        index += at(index) == UInt8(ascii: "\\") ? 2 : 1
      }
      if isKey, depth == 2, at(index + 1) == UInt8(ascii: ":") {
        members.append((text(start..<index), kind(index + 3)))
      }
    default: break
    }
    index += 1
  }
  return members
}

func object(_ body: [UInt8]) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
}

func profile(_ body: [UInt8]) throws -> [String: Any] {
  try #require(object(body)["data"] as? [String: Any])
}

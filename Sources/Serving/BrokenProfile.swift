import Faults
import Model

/// A profile's body with one thing wrong in it.
struct BrokenProfile {
  private let template: ProfileTemplate
  private let day: CalendarDay

  /// - Parameter good: A body of the contract's layout.
  init(_ good: [UInt8], day: CalendarDay) {
    template = ProfileTemplate(good)
    self.day = day
  }

  func body(_ fault: Fault.Name, of id: KOLID, token: String, field: String?) -> [UInt8] {
    let count = field ?? "fansNum"
    switch fault {
    case .noData: return filled(data: "null")
    case .arraysForObjects: return filled(data: "[{\"userId\": \"\(id)\"}]")
    case .noUserID: return filled(fields.filter { $0.key != "userId" })
    case .otherID: return filled(replacing("userId", with: quoted(other(than: id))))
    case .nulls: return filled(fields.map { ($0.key, $0.key == "userId" ? $0.value : "null") })
    case .duplicateKeys: return filled(fields + [(count, "1"), (count, "2")])
    case .numbersAsStrings:
      return filled(fields.map { ($0.key, isNumber($0.value) ? "\"\($0.value)\"" : $0.value) })
    case .hugeNumbers:
      return filled(
        fields.map { field in
          switch field.key {
          case "fansNum": (field.key, "123456789012345678901234567890")
          case "fansCount": (field.key, "1e400")
          case "likeCollectCountInfo": (field.key, "-9223372036854775809")
          default: field
          }
        })
    case .missingField: return filled(fields.filter { $0.key != count })
    case .newField: return filled(fields + [(field ?? "unheardOf", "1")])
    case .retypedField: return filled(replacing(count, with: "{\"value\": 1}"))
    case .oldRecordTime: return filled(fields, recordTime: "2020-01-01T08:00:00")
    case .nan: return filled(replacing(count, with: "NaN"))
    case .deep:
      let depth = 10_000
      return filled(
        replacing(
          "note", with: String(repeating: "[", count: depth) + String(repeating: "]", count: depth)))
    case .loneSurrogate: return filled(replacing("name", with: "\"half \\ud83d\""))
    case .invalidUTF8:
      let mark = "INVALID"
      return replaced(Array(mark.utf8), by: [0xff, 0xfe], in: filled(replacing("name", with: quoted(mark))))
    case .echoTokenInProfile:
      return filled(replacing("name", with: quoted(Self.spellings(of: token))))
    default: return filled(fields)
    }
  }

  /// The token as a server may repeat it: plain and in the usual encodings.
  static func spellings(of token: String) -> String {
    let bytes = Array(token.utf8)
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let letters = token.unicodeScalars.map { String($0) }
    let split: [String] = [letters.joined(separator: "\u{200D}"), letters.joined(separator: "&shy;")]
    let references: [String] = [bytes.map { "&#\($0);" }.joined(), hex.map { "&#x\($0)" }.joined()]
    let encoded: [String] = [
      token, hex.joined(), hex.map { "%" + $0 }.joined(), hex.map { "\\x" + $0 }.joined(), base64(bytes),
      base64(Array("?token=".utf8) + bytes), base64(Array("x?token=".utf8) + bytes),
      base64(Array("xx?token=".utf8) + bytes), "https://api.invalid/?token=\(token)&x=1",
      hex.map { "%25" + $0 }.joined(),
    ]
    return (encoded + references + split).joined(separator: " | ")
  }

  private typealias Field = (key: String, value: String)

  private var fields: [Field] { template.fields }

  private func replacing(_ key: String, with value: String) -> [Field] {
    fields.map { $0.key == key ? (key, value) : $0 }
  }

  private func filled(
    _ fields: [Field], recordTime: String? = nil
  ) -> [UInt8] {
    ProfileTemplate(fields: fields).filled(
      with: [:], recordTime: recordTime ?? "\(day)T08:15:30", requestID: "sandbox-fault")
  }

  /// The envelope of a success around anything.
  private func filled(data: String) -> [UInt8] {
    Array("{\"code\": 0, \"data\": \(data), \"message\": null, \"recordTime\": null}\n".utf8)
  }

  /// An id that differs in its last digit.
  private func other(than id: KOLID) -> String {
    let last = id.text.utf8.last == UInt8(ascii: "0") ? "1" : "0"
    return String(decoding: id.text.utf8.dropLast(), as: UTF8.self) + last
  }

  private func isNumber(_ value: String) -> Bool {
    !value.isEmpty
      && value.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
          || $0 == UInt8(ascii: "-")
      }
  }

  private func replaced(_ mark: [UInt8], by bytes: [UInt8], in body: [UInt8]) -> [UInt8] {
    guard let start = body.indices.first(where: { body[$0...].starts(with: mark) }) else { return body }
    return body[..<start] + bytes + body[(start + mark.count)...]
  }
}

/// RFC 4648, section 4, with padding.
private func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for index in 0..<4 {
      text.append(
        index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}

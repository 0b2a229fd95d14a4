/// A published profile as keys and values, so that a synthetic one has its keys, order and types.
struct ProfileTemplate: Sendable {
  /// Each key of `data` with its value as JSON text, in the order of the example.
  let fields: [(key: String, value: String)]

  static let registered = ProfileTemplate(PackageResources.profile_legacy_registered_json)
  static let unregistered = ProfileTemplate(PackageResources.profile_legacy_unregistered_json)

  init(fields: [(key: String, value: String)]) {
    self.fields = fields
  }

  /// Reads an example in the layout of the resources: a field of `data` starts on a line of its own,
  /// four spaces in; deeper lines belong to the field before them.
  init(_ example: [UInt8]) {
    var fields: [(key: String, value: String)] = []
    let indent = Array("    ".utf8)
    for line in example.split(separator: UInt8(ascii: "\n")) where line.starts(with: indent) {
      let text = line.dropFirst(indent.count)
      if text.first == UInt8(ascii: "\""),
        let end = text.dropFirst().firstIndex(of: UInt8(ascii: "\""))
      {
        let key = String(decoding: text[(text.startIndex + 1)..<end], as: UTF8.self)
        fields.append((key, String(decoding: text[end...].dropFirst(3), as: UTF8.self)))
      } else if let last = fields.indices.last {
        fields[last].value += "\n" + String(decoding: line, as: UTF8.self)
      }
    }
    self.fields = fields.map { field in
      let bytes = field.value.utf8
      return (
        field.key,
        bytes.last == UInt8(ascii: ",") ? String(Substring(bytes.dropLast())) : field.value
      )
    }
  }

  /// The envelope around the template's fields, with some of the values replaced.
  func filled(with values: [String: String], recordTime: String, requestID: String) -> [UInt8] {
    let data = fields.map { "    \(quoted($0.key)): \(values[$0.key] ?? $0.value)" }
    let text = """
      {
        "code": 0,
        "data": {
      \(data.joined(separator: ",\n"))
        },
        "message": null,
        "recordTime": \(quoted(recordTime)),
        "requestId": \(quoted(requestID))
      }

      """
    return Array(text.utf8)
  }
}

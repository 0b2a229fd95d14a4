import Markup
import Model

/// What the archive has to know of a line without decoding its reply.
struct LineHead: Sendable, Hashable {
  let kolID: KOLID
  /// As it is written: a later version may know more endpoints than this one.
  let endpoint: String
  let fetchedAt: Timestamp
  let environment: String
}

/// The lines of the archive: a reply in an envelope, one JSON object without a newline in it.
///
///     {"kolId":…,"endpoint":…,"parameters":{…},"fetchedAt":…,"environment":…,"attempts":…,"reply":{…}}
enum ReplyLine {
  /// Writes the line of a reply, without its newline.
  /// - Parameter body: The reply's body without white space between its tokens.
  static func text(of reply: Reply, minifiedBody body: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(body.count + 256)
    line.appendJSON("{\"kolId\":\"\(reply.kolID)\",\"endpoint\":")
    line.appendJSON(string: reply.endpoint.name)
    line.appendJSON(",\"parameters\":{")
    let parameters = reply.parameters.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, parameter) in parameters.enumerated() {
      if index > 0 { line.appendJSON(",") }
      line.appendJSON(string: parameter.key)
      line.appendJSON(":")
      line.appendJSON(string: parameter.value)
    }
    line.appendJSON("},\"fetchedAt\":\"\(reply.fetchedAt)\",\"environment\":")
    line.appendJSON(string: reply.environment)
    line.appendJSON(",\"attempts\":\(reply.attempts),\"reply\":")
    line += body
    line.appendJSON("}")
    return line
  }

  /// Reads the id and the endpoint off the start of a line without parsing the rest.
  ///
  /// Nil where the line does not start as ``text(of:minifiedBody:)`` writes it; parse it then.
  static func start(of line: ArraySlice<UInt8>) -> ReplyKey? {
    var rest = line
    guard let id = take(after: "{\"kolId\":\"", from: &rest),
      let endpoint = take(after: ",\"endpoint\":\"", from: &rest),
      let kolID = KOLID(id), rest.first == UInt8(ascii: ",")
    else { return nil }
    return ReplyKey(kolID: kolID, endpoint: endpoint)
  }

  /// Takes a plain string up to its closing quote; nil where the text before it differs or it has an escape.
  private static func take(after prefix: StaticString, from rest: inout ArraySlice<UInt8>) -> String? {
    let length = prefix.utf8CodeUnitCount
    let isThere = prefix.withUTF8Buffer { rest.starts(with: $0) }
    guard isThere else { return nil }
    rest = rest.dropFirst(length)
    guard let quote = rest.prefix(128).firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    let text = rest[..<quote]
    guard !text.contains(UInt8(ascii: "\\")) else { return nil }
    rest = rest[(quote + 1)...]
    return String(decoding: text, as: UTF8.self)
  }
}

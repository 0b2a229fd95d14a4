/// The head of a request, HTTP/1.1 or 1.0.
struct RequestHead: Sendable, Hashable {
  let method: String
  /// As sent.
  let target: String
  /// In the order of their arrival.
  let fields: [Field]
  /// Whether the client understands a body in chunks, and another answer on the same connection.
  let isVersion11: Bool

  /// A header field.
  struct Field: Sendable, Hashable {
    /// In lower case.
    let name: String
    let value: String
  }

  /// Reads a head; nil where it is malformed.
  ///
  /// - Parameter head: The lines, each with its end. Empty ones are skipped: some clients begin with one.
  init?(_ head: ArraySlice<UInt8>) {
    let lines = head.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }.filter { !$0.isEmpty }
    guard let words = lines.first?.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false),
      words.count == 3, words.allSatisfy(isToken), let version = RequestHead.versions[Array(words[2])]
    else { return nil }
    var fields: [Field] = []
    for line in lines.dropFirst() {
      guard let field = Field(line) else { return nil }
      fields.append(field)
    }
    method = String(decoding: words[0], as: UTF8.self)
    target = String(decoding: words[1], as: UTF8.self)
    isVersion11 = version
    self.fields = fields
    // Two names of one host are two opinions on whom the request is for.
    guard values("host").count < 2 else { return nil }
  }

  /// The values of every field of a name, which is in lower case.
  func values(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// Whether another request may follow on the connection.
  ///
  /// Nothing that is served takes a body. A request that has one is answered, and its connection ends with the answer:
  /// so nobody has to agree with the client on where the body ends.
  var keepsConnection: Bool {
    isVersion11 && !hasBody
      && !values("connection").contains { value in
        value.utf8.split(separator: UInt8(ascii: ",")).contains { isClose(trimmed($0)) }
      }
  }

  private var hasBody: Bool {
    !values("transfer-encoding").isEmpty
      || values("content-length").contains { $0.utf8.contains { $0 != UInt8(ascii: "0") } }
  }

  private func isClose(_ word: some Collection<UInt8>) -> Bool {
    word.map(lowercased).elementsEqual("close".utf8)
  }

  private static let versions = [Array("HTTP/1.1".utf8): true, Array("HTTP/1.0".utf8): false]
}

extension RequestHead.Field {
  /// Reads `name: value`; nil for anything else, a continued line among it.
  init?(_ line: some Collection<UInt8>) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let value = trimmed(line[line.index(after: colon)...])
    guard isToken(line[..<colon]), !value.contains(where: { isControl($0) && $0 != UInt8(ascii: "\t") })
    else { return nil }
    name = String(decoding: line[..<colon].map(lowercased), as: UTF8.self)
    self.value = String(decoding: value, as: UTF8.self)
  }
}

/// Whether a byte is a control character of ASCII.
func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7f }

/// Whether there is something, and neither a space nor a control character in it.
private func isToken(_ bytes: some Collection<UInt8>) -> Bool {
  !bytes.isEmpty && !bytes.contains { isControl($0) || $0 == UInt8(ascii: " ") }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// Without spaces and tabs at both ends.
private func trimmed(_ bytes: some Collection<UInt8>) -> [UInt8] {
  func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  return Array(Array(bytes.drop(while: isSpace)).reversed().drop(while: isSpace).reversed())
}

import Model
import Replies

/// Reads lines of the archive; keys that it does not know are ignored.
///
/// One for each task: it uses its memory again for the next line.
struct LineReader: ~Copyable {
  private var reader = JSONReader()

  /// Reads the envelope and checks that a reply is in it.
  mutating func head(of line: ArraySlice<UInt8>) throws(LineProblem) -> LineHead {
    try read(line) { (node) throws(LineProblem) in try Self.head(of: node) }
  }

  /// Reads the envelope and decodes the profile in it; nil where its endpoint does not answer with one.
  mutating func snapshot(
    of line: ArraySlice<UInt8>, on day: CalendarDay, selecting selection: JSONSelection? = nil
  ) throws(LineProblem) -> (kolID: KOLID, snapshot: Snapshot)? {
    try read(line, selecting: selection) { (node) throws(LineProblem) in
      let head = try Self.head(of: node)
      guard let endpoint = Endpoint.named(head.endpoint), endpoint.content == .profile else { return nil }
      guard let reply = node["reply"] else { throw .key("reply") }
      let snapshot = Snapshot(
        day: day, fetchedAt: head.fetchedAt, endpoint: endpoint,
        environment: head.environment, profile: try Self.profile(in: reply, of: head.kolID))
      return (head.kolID, snapshot)
    }
  }

  /// Adds what the columns keep of a reply to a day's rows, unless its endpoint does not answer with a profile.
  mutating func addRow(of line: PartLines.Line, to rows: inout DayRows) throws(LineProblem) {
    try read(line.bytes, selecting: Self.indexed) { (node) throws(LineProblem) in
      let head = try Self.head(of: node)
      guard Endpoint.named(head.endpoint)?.content == .profile else { return }
      guard let reply = node["reply"] else { throw .key("reply") }
      var recordTime: String?
      try rows.add(head, in: line.member) { (cells) throws(LineProblem) in
        do throws(ReplyProblem) {
          recordTime = try decodeChartedReadings(reply, expecting: head.kolID, into: &cells)
        } catch {
          throw .undecodable("\(error)")
        }
      } compared: { bytes in
        ComparedReply.append(reply, to: &bytes)
      }
      if let day = recordTime.flatMap({ olderDataDay(recordTime: $0, fetchedAt: head.fetchedAt) }) {
        rows.noteOlderData(of: day)
      }
    }
  }

  /// Reads the envelope and checks that the reply of an endpoint that answers with a profile is one of the line's
  /// KOL; what a later version's endpoints answer, it cannot know.
  @discardableResult
  mutating func checkedHead(of line: ArraySlice<UInt8>) throws(LineProblem) -> LineHead {
    try read(line) { (node) throws(LineProblem) in
      let head = try Self.head(of: node)
      guard let reply = node["reply"] else { throw .key("reply") }
      if Endpoint.named(head.endpoint)?.content == .profile {
        _ = try Self.profile(in: reply, of: head.kolID)
      }
      return head
    }
  }

  /// Adds the reply on a line to a shape where it is a profile of one of the KOLs.
  mutating func addShape(
    of line: ArraySlice<UInt8>, _ ids: Set<KOLID>, to shape: inout ReplyShape
  ) throws(LineProblem) {
    try read(line) { (node) throws(LineProblem) in
      let head = try Self.head(of: node)
      guard ids.contains(head.kolID), Endpoint.named(head.endpoint)?.content == .profile,
        let data = node["reply"].flatMap({ $0["data"] })
      else { return }
      shape.add(data)
    }
  }

  /// Reads the body of a reply that has just come.
  mutating func arrival(_ body: [UInt8], of id: KOLID) throws(LineProblem) -> ArrivedReply {
    do {
      return try reader.arrival(body, of: id)
    } catch ReplyProblem.notJSON {
      throw .key("reply")
    } catch let problem as ReplyProblem {
      throw .undecodable("\(problem)")
    } catch {
      throw .notJSON("\(error)")
    }
  }

  /// Reads any JSON text.
  mutating func value(of text: [UInt8]) throws(LineProblem) -> JSONValue {
    try read(text[...]) { (node) throws(LineProblem) in node.value }
  }

  private static let indexed = JSONSelection.chartedAndCompared(at: ["reply"])

  private mutating func read<Value>(
    _ line: ArraySlice<UInt8>, selecting selection: JSONSelection? = nil,
    _ body: (JSONNode) throws(LineProblem) -> Value
  ) throws(LineProblem) -> Value {
    do {
      return try line.withUnsafeBufferPointer { line in
        if let selection { return try reader.read(line, selecting: selection, body) }
        return try reader.read(line, body)
      }
    } catch let problem as LineProblem {
      throw problem
    } catch {
      throw .notJSON("\(error)")
    }
  }

  private static func profile(in reply: JSONNode, of id: KOLID) throws(LineProblem) -> Profile {
    do throws(ReplyProblem) {
      return try decodeProfile(reply, expecting: id).profile
    } catch {
      throw .undecodable("\(error)")
    }
  }

  private static func head(of node: JSONNode) throws(LineProblem) -> LineHead {
    guard node.kind == .object else { throw .notJSON("it is of kind \(node.kind.rawValue)") }
    guard let kolID = node["kolId"]?.string.flatMap(KOLID.init) else { throw .key("kolId") }
    guard let endpoint = node["endpoint"]?.string else { throw .key("endpoint") }
    guard node["parameters"]?.kind == .object else { throw .key("parameters") }
    guard let fetchedAt = node["fetchedAt"]?.string.flatMap(Timestamp.init) else {
      throw .key("fetchedAt")
    }
    guard let environment = node["environment"]?.string else { throw .key("environment") }
    guard node["attempts"]?.numberText.flatMap({ Int($0) }) != nil else { throw .key("attempts") }
    guard node["reply"]?.kind == .object else { throw .key("reply") }
    return LineHead(
      kolID: kolID, endpoint: endpoint, fetchedAt: fetchedAt, environment: environment)
  }
}

public import Model

/// Reads the profile in an answer of either profile endpoint, driven by the catalogue of fields only.
///
/// Keys match by byte; keys that the catalogue does not have are left out. A value of an unexpected
/// type is a warning and never loses the reply.
/// - Parameters:
///   - node: The root of the answer.
///   - id: The KOL that was asked for; nil where any will do.
public func decodeProfile(
  _ node: JSONNode, expecting id: KOLID?
) throws(ReplyProblem) -> DecodedReply {
  guard let envelope = Envelope(node) else { throw .notJSON }
  return try decodeProfile(envelope, expecting: id)
}

/// Reads the profile in an envelope, as the function of the same name does for an answer's root.
public func decodeProfile(
  _ envelope: Envelope, expecting id: KOLID?
) throws(ReplyProblem) -> DecodedReply {
  try decode(envelope, expecting: id, FieldDecoder(.catalog)).reply(recordTime: envelope.recordTime)
}

/// Reads the profile in an answer, and in the same pass which kinds of value its data has.
func decodeArrival(
  _ node: JSONNode, expecting id: KOLID
) throws(ReplyProblem) -> (reply: DecodedReply, kinds: ReplyKinds) {
  guard let envelope = Envelope(node) else { throw .notJSON }
  let decoder = try decode(envelope, expecting: id, FieldDecoder(.catalog, noting: ReplyKinds()))
  return (decoder.reply(recordTime: envelope.recordTime), decoder.kinds ?? ReplyKinds())
}

/// Appends what an answer says of the charted metrics alone, which is quicker; in the order of
/// ``History/chartedMetrics``.
///
/// It throws exactly where ``decodeProfile(_:expecting:)-(JSONNode,_)`` does, and gives the readings that the profile
/// would.
/// - Returns: The answer's `recordTime`.
@discardableResult
public func decodeChartedReadings(
  _ node: JSONNode, expecting id: KOLID?, into readings: inout [PackedReading]
) throws(ReplyProblem) -> String? {
  guard let envelope = Envelope(node) else { throw .notJSON }
  ChartedFields.builtIn.append(
    to: &readings, from: try decode(envelope, expecting: id, FieldDecoder(.charted)).values)
  return envelope.recordTime
}

private func decode(
  _ envelope: Envelope, expecting id: KOLID?, _ empty: FieldDecoder
) throws(ReplyProblem) -> FieldDecoder {
  if envelope.isAmbiguous { throw .ambiguous }
  guard let code = envelope.code else { throw .noCode }
  guard code == 0 else {
    throw .failureCode(code: code, message: envelope.message, requestID: envelope.requestID)
  }
  guard let data = envelope.data, data.kind == .object else { throw .noData }

  var decoder = empty
  for member in data.members { decoder.take(member) }
  if decoder.userID.isAmbiguous { throw .ambiguous }
  guard let found = decoder.userID.node?.string, let foundID = KOLID(found) else { throw .noUserID }
  if let id, id != foundID { throw .otherUser(found: found) }
  return decoder
}

/// The fields that are decoded; a class, because a reference to it is taken for every reply.
private final class FieldSet: Sendable {
  let fields: [Field]
  let types: [Field.ValueType]
  let index: FieldIndex

  static let catalog = FieldSet(FieldCatalog.builtIn.fields, FieldIndex.builtIn)
  static let charted = FieldSet(
    ChartedFields.builtIn.fields, FieldIndex(ChartedFields.builtIn.fields.map { Array($0.key.utf8) }))

  private init(_ fields: [Field], _ index: FieldIndex) {
    self.fields = fields
    types = fields.map(\.type)
    self.index = index
  }
}

/// Fills the fields of one profile.
private struct FieldDecoder {
  private(set) var userID = Slot()
  /// In the order of the set's fields.
  private(set) var values: [FieldValue]
  /// Nil where nobody wants to know them.
  private(set) var kinds: ReplyKinds?
  private let set: FieldSet
  private var warnings: [(field: Int, found: String)] = []
  private var expected = 0

  /// - Parameter kinds: Where the kinds of all members are noted; for the set of all fields.
  init(_ set: FieldSet, noting kinds: ReplyKinds? = nil) {
    self.set = set
    self.kinds = kinds
    values = Array(repeating: .notSent, count: set.types.count)
  }

  mutating func take(_ member: JSONNode.Member) {
    if member.key.isText("userId") { userID.take(member.value) }
    let field = set.index.index(of: member.key.bytes, guess: expected)
    kinds?.note(member, field: field)
    guard let field else { return }
    expected = field + 1
    let (value, problem) = Self.read(member.value, as: set.types[field])
    if case .notSent = values[field] {
      values[field] = value
      if let problem { warnings.append((field, problem)) }
    } else if values[field] != value {
      values[field] = .unreadable
      warnings.append((field, "two different values"))
    }
  }

  /// For the set of all fields.
  func reply(recordTime: String?) -> DecodedReply {
    var byField: [Int: String] = [:]
    for warning in warnings { byField[warning.field] = warning.found }
    return DecodedReply(
      profile: Profile(values: values, recordTime: recordTime),
      warnings: byField.sorted { $0.key < $1.key }.map {
        FieldWarning(key: set.fields[$0.key].key, expected: set.fields[$0.key].type, found: $0.value)
      })
  }

  /// The value, with what is wrong about it where it cannot be read.
  private static func read(
    _ node: JSONNode, as type: Field.ValueType
  ) -> (value: FieldValue, problem: String?) {
    switch (type, node.kind) {
    case (_, .null):
      return (.null, nil)
    case (.number, .number), (.unknown, .number):
      if let number = Quantity(number: node.bytes) { return (.number(number), nil) }
      return (.unreadable, "a number out of range")
    case (.number, .string):
      if let number = Quantity(text: node.bytes) { return (.number(number), nil) }
      return (.unreadable, "a string that is no number in range")
    case (.flag, .flag), (.unknown, .flag):
      return (.flag(node.flag == true), nil)
    case (.text, .string), (.unknown, .string):
      return (.text(node.string ?? ""), nil)
    case (.list, .array), (.unknown, .array):
      return (.list(node.elements.map(\.value)), nil)
    case (.object, .object), (.unknown, .object):
      guard case .object(let members) = node.value else { return (.unreadable, "no object") }
      return (.object(members), nil)
    case (_, .flag): return (.unreadable, "a flag")
    case (_, .number): return (.unreadable, "a number")
    case (_, .string): return (.unreadable, "a string")
    case (_, .array): return (.unreadable, "a list")
    case (_, .object): return (.unreadable, "an object")
    }
  }
}

import CSimdjson
public import Model

/// A reply as it is read when it arrives: once, for all who need something of it.
///
/// Only reading makes one, so whoever is handed one knows that its body is a profile of the KOL.
public struct ArrivedReply: Sendable, Hashable {
  /// Whose profile it is.
  public let kolID: KOLID
  public let decoded: DecodedReply
  /// Which kinds of value its data has.
  public let kinds: ReplyKinds
  /// The body on one line: a JSON object without white space between its tokens, token for token as it was received.
  public let line: [UInt8]
  /// How many arrays and objects lie within each other in it, itself included.
  public let depth: Int
}

extension JSONReader {
  /// Arrays and objects may lie so many deep within each other in a text.
  public static let deepest = Int(CSIMDJSON_MAX_DEPTH)

  /// Reads the body of an answer of either profile endpoint.
  /// - Throws: ``JSONError``, or ``ReplyProblem`` where it is no profile of the KOL.
  public mutating func arrival(_ body: [UInt8], of id: KOLID) throws -> ArrivedReply {
    let (decoded, kinds) = try read(body) { (node) throws(ReplyProblem) in
      try decodeArrival(node, expecting: id)
    }
    return ArrivedReply(kolID: id, decoded: decoded, kinds: kinds, line: try withoutSpace(body), depth: depth)
  }
}

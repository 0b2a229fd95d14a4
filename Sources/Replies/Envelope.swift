/// What the API puts around every answer: a code, a message and the data; valid as long as its node.
public struct Envelope {
  /// 0 for success; nil where there is no code, or one that is neither an integer nor a string of one.
  public let code: Int64?
  /// What the API says; nil on success as a rule.
  public let message: String?
  /// What the vendor's support can look up; nil where not sent.
  public let requestID: String?
  /// When the data was collected, in the API's own words (local time without a zone); nil where not sent.
  public let recordTime: String?
  /// Nil where the key is missing or holds null.
  public let data: JSONNode?
  /// Whether two members say different things under one of these keys, so that the answer has no one reading.
  public let isAmbiguous: Bool

  /// Reads the envelope; nil where the node is no object.
  public init?(_ node: JSONNode) {
    guard node.kind == .object else { return nil }
    var code = Slot()
    var data = Slot()
    var message: String?
    var requestID: String?
    var recordTime: String?
    for member in node.members {
      let key = member.key
      if key.isText("code") {
        code.take(member.value)
      } else if key.isText("data") {
        data.take(member.value)
      } else if key.isText("message") {
        message = message ?? member.value.string
      } else if key.isText("requestId") {
        requestID = requestID ?? member.value.string
      } else if key.isText("recordTime") {
        recordTime = recordTime ?? member.value.string
      }
    }
    self.code = code.node.flatMap(Self.integer)
    self.message = message
    self.requestID = requestID
    self.recordTime = recordTime
    self.data = data.node.flatMap { $0.isNull ? nil : $0 }
    isAmbiguous = code.isAmbiguous || data.isAmbiguous
  }

  private static func integer(_ node: JSONNode) -> Int64? {
    guard node.kind == .number || node.kind == .string else { return nil }
    let bytes = node.bytes
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
    return Int64(String(decoding: bytes, as: UTF8.self))
  }
}

/// The value of a key that should occur once.
struct Slot {
  private(set) var node: JSONNode?
  /// Whether the key occurs again with another value. Parsers differ in which one they keep, so neither is right.
  private(set) var isAmbiguous = false

  mutating func take(_ value: JSONNode) {
    if let node {
      isAmbiguous = isAmbiguous || node.value != value.value
    } else {
      node = value
    }
  }
}

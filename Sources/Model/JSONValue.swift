/// A JSON value as it was sent: numbers keep their digits, objects their order and duplicates.
public indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number as it is written in the text.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  public struct Member: Sendable, Hashable {
    public let key: String
    public let value: JSONValue

    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of an object's first member with exactly this key, compared by byte; nil where there is none.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }
}

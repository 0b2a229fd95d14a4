import CSimdjson
public import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A value in a text that a ``JSONReader`` has read; valid only inside the closure it was given to.
public struct JSONNode {
  /// The node's own token; what is in it follows directly.
  private let token: UnsafePointer<csimdjson_token>

  init(token: UnsafePointer<csimdjson_token>) {
    self.token = token
  }

  public enum Kind: String, Sendable, Hashable {
    case null, flag, number, string, array, object
  }

  public var kind: Kind {
    switch UInt32(token.pointee.kind) {
    case CSIMDJSON_FALSE.rawValue, CSIMDJSON_TRUE.rawValue: .flag
    case CSIMDJSON_NUMBER.rawValue: .number
    case CSIMDJSON_STRING.rawValue: .string
    case CSIMDJSON_ARRAY.rawValue: .array
    case CSIMDJSON_OBJECT.rawValue: .object
    default: .null
    }
  }

  /// A number for each kind, and for either flag.
  var kindByte: UInt8 { token.pointee.kind }

  public var isNull: Bool { kind == .null }

  /// The flag; nil for another kind.
  public var flag: Bool? {
    kind == .flag ? UInt32(token.pointee.kind) == CSIMDJSON_TRUE.rawValue : nil
  }

  /// The string without its escapes; nil for another kind.
  public var string: String? {
    kind == .string ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The number as the text writes it, a JSON number; nil for another kind.
  public var numberText: String? {
    kind == .number ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The bytes of a string (without its escapes, in UTF-8) or of a number; empty for another kind.
  public var bytes: UnsafeBufferPointer<UInt8> {
    let start = UnsafeRawPointer(token.pointee.text)?.assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(token.pointee.length))
  }

  /// The elements of an array or the members of an object; 0 for another kind.
  public var count: Int { Int(token.pointee.count) }

  /// The elements of an array in their order; empty for another kind.
  public var elements: Elements {
    Elements(cursor: token + 1, left: kind == .array ? count : 0)
  }

  /// The members of an object in their order, duplicates included; empty for another kind.
  public var members: Members {
    Members(cursor: token + 1, left: kind == .object ? count : 0)
  }

  /// The value of an object's first member with exactly this key, compared by byte; nil where there is none.
  public subscript(key: String) -> JSONNode? {
    var key = key
    return key.withUTF8 { key in
      for member in members where member.key.isText(key) { return member.value }
      return nil
    }
  }

  /// Whether the string is exactly this text, compared by byte.
  func isText(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { isText($0) }
  }

  private func isText(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Int(token.pointee.length) == text.count, let own = token.pointee.text, let other = text.baseAddress
    else { return text.isEmpty && token.pointee.length == 0 }
    return memcmp(own, other, text.count) == 0
  }

  /// A copy of the value that lasts.
  public var value: JSONValue {
    switch kind {
    case .null: .null
    case .flag: .bool(flag == true)
    case .number: .number(String(decoding: bytes, as: UTF8.self))
    case .string: .string(String(decoding: bytes, as: UTF8.self))
    case .array: .array(elements.map(\.value))
    case .object: .object(members.map { .init(key: $0.key.string ?? "", value: $0.value.value) })
    }
  }

  /// The token behind this value and everything in it.
  fileprivate var end: UnsafePointer<csimdjson_token> {
    token + Int(token.pointee.span)
  }
}

extension JSONNode {
  /// The elements of an array.
  public struct Elements: Sequence, IteratorProtocol {
    fileprivate var cursor: UnsafePointer<csimdjson_token>
    fileprivate var left: Int

    public mutating func next() -> JSONNode? {
      guard left > 0 else { return nil }
      let element = JSONNode(token: cursor)
      cursor = element.end
      left -= 1
      return element
    }
  }

  /// A member of an object; the key is a string.
  public struct Member {
    public let key: JSONNode
    public let value: JSONNode
  }

  /// The members of an object.
  public struct Members: Sequence, IteratorProtocol {
    fileprivate var cursor: UnsafePointer<csimdjson_token>
    fileprivate var left: Int

    public mutating func next() -> Member? {
      guard left > 0 else { return nil }
      let member = Member(key: JSONNode(token: cursor), value: JSONNode(token: cursor + 1))
      cursor = member.value.end
      left -= 1
      return member
    }
  }
}

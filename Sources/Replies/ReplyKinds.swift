import Model

/// The keys of one reply's data and the kinds of value that they have, in its order; a key may occur again.
public struct ReplyKinds: Sendable, Hashable {
  /// Keys of the catalogue, by field.
  private(set) var fields: [Known] = []
  /// Those that it does not have: not the long ones, and not more than anyone can use.
  private(set) var others: [Unknown] = []

  struct Known: Sendable, Hashable {
    let field: Int
    let kind: JSONNode.Kind
  }

  struct Unknown: Sendable, Hashable {
    let key: String
    let kind: JSONNode.Kind
  }

  init() {}

  /// Notes what an object has; nothing of anything else.
  init(of data: JSONNode) {
    var expected = 0
    for member in data.members {
      let field = FieldIndex.builtIn.index(of: member.key.bytes, guess: expected)
      if let field { expected = field + 1 }
      note(member, field: field)
    }
  }

  /// - Parameter field: The catalogue's field of the key; nil where it has none.
  mutating func note(_ member: JSONNode.Member, field: Int?) {
    if let field {
      fields.append(Known(field: field, kind: member.value.kind))
    } else if others.count < ReplyShape.limits.otherKeys,
      member.key.bytes.count <= ReplyShape.limits.bytesPerKey, let key = member.key.string
    {
      others.append(Unknown(key: key, kind: member.value.kind))
    }
  }
}

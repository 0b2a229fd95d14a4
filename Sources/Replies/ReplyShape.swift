import Model

/// Which kinds of JSON value the keys of `data` have in a set of replies; its size does not grow with the set.
public struct ReplyShape: Sendable, Hashable {
  /// How many replies have been added.
  public private(set) var replies = 0
  /// In the order of the catalogue's fields.
  private var fields = [Kinds](repeating: Kinds(), count: FieldCatalog.builtIn.fields.count)
  /// By key, those that the catalogue does not have.
  private var others: [String: Kinds] = [:]

  /// A hostile reply may have any number of keys of any length.
  static let limits = (otherKeys: 1_000, bytesPerKey: 100)

  /// How often a key had which kind of value.
  struct Kinds: Sendable, Hashable {
    var null = 0
    var flag = 0
    var number = 0
    var string = 0
    var array = 0
    var object = 0

    var all: Int { null + flag + number + string + array + object }
    var values: Int { all - null }

    /// The kinds that occur, without null.
    var names: [String] {
      [
        (flag, "flag"), (number, "number"), (string, "string"), (array, "list"), (object, "object"),
      ].filter { $0.0 > 0 }.map(\.1)
    }

    mutating func add(_ kind: JSONNode.Kind) {
      switch kind {
      case .null: null += 1
      case .flag: flag += 1
      case .number: number += 1
      case .string: string += 1
      case .array: array += 1
      case .object: object += 1
      }
    }
  }

  public init() {}

  /// Adds a reply by its `data`; anything but an object is left out.
  public mutating func add(_ data: JSONNode) {
    if data.kind == .object { add(ReplyKinds(of: data)) }
  }

  /// Adds a reply by what was noted when it was read.
  public mutating func add(_ kinds: ReplyKinds) {
    replies += 1
    for known in kinds.fields { fields[known.field].add(known.kind) }
    for unknown in kinds.others where others[unknown.key] != nil || others.count < Self.limits.otherKeys {
      others[unknown.key, default: Kinds()].add(unknown.kind)
    }
  }

  /// Every key of the catalogue and every other key that was seen.
  var keys: [(key: String, isKnown: Bool, kinds: Kinds)] {
    zip(FieldCatalog.builtIn.fields, fields).map { ($0.key, true, $1) }
      + others.map { ($0.key, false, $0.value) }
  }

  func kinds(of key: String) -> Kinds {
    if let field = FieldCatalog.builtIn.index(of: key) { return fields[field] }
    return others[key] ?? Kinds()
  }
}

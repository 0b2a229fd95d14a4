import Model

/// The `baskets` of the settings.
struct BasketSection {
  private(set) var reader: ValueReader
  /// Where each basket names its group and its KOLs: whether the roster has them is known only later.
  private(set) var mentions: [Mention] = []

  /// A name that the roster must have.
  struct Mention {
    enum Kind {
      case group
      /// A KOL who must be in the group.
      case member(KOLID)
    }

    let kind: Kind
    let group: String
    let location: SourceLocation
  }

  private static let keys = ["name", "group", "picture", "video", "placements"]

  init(reader: ValueReader) {
    self.reader = reader
  }

  mutating func read(_ node: YAMLNode) -> [Basket] {
    guard let nodes = reader.list(node, "`baskets`") else { return [] }
    var baskets: [Basket] = []
    for node in nodes {
      guard let basket = basket(node) else { continue }
      if baskets.contains(where: { $0.name.utf8.elementsEqual(basket.name.utf8) }) {
        reader.error(
          "two baskets are called \(shown(basket.name))", at: node.position, hint: "give one another name")
      } else {
        baskets.append(basket)
      }
    }
    return baskets
  }

  private mutating func basket(_ node: YAMLNode) -> Basket? {
    guard let values = reader.mapping(node, "a basket", keys: Self.keys) else { return nil }
    guard let name = values["name"], let group = values["group"] else {
      reader.error(
        "a basket needs a `name` and a `group`", at: node.position,
        hint: "such as {name: Winter, group: 2026-Q4, picture: 1}")
      return nil
    }
    guard let nameText = reader.line(name, "`name`", limit: 100),
      let groupText = reader.line(group, "`group`", limit: 100)
    else { return nil }
    mentions.append(Mention(kind: .group, group: groupText, location: reader.location(group.position)))
    let placements = placements(values)
    let own = values["placements"].map { exceptions($0, group: groupText) } ?? [:]
    if ([placements] + own.values).allSatisfy({ $0.pictures + $0.videos == 0 }), !reader.hasErrors {
      reader.error(
        "the basket \(shown(nameText)) plans no placements", at: node.position,
        hint: "write how many notes of each KOL: picture: 1, video: 0")
    }
    return Basket(
      name: nameText, group: groupText, placements: placements,
      exceptions: own)
  }

  private mutating func placements(_ values: [String: YAMLNode]) -> Basket.Placements {
    func count(_ key: String) -> Int {
      values[key].flatMap { reader.integer($0, "`\(key)`", in: 0...1_000) } ?? 0
    }
    return Basket.Placements(pictures: count("picture"), videos: count("video"))
  }

  private mutating func exceptions(_ node: YAMLNode, group: String) -> [KOLID: Basket.Placements] {
    guard case .mapping(let pairs) = node.content else {
      reader.expected("a mapping of ids", of: "`placements`", found: node)
      return [:]
    }
    var exceptions: [KOLID: Basket.Placements] = [:]
    for pair in pairs {
      guard let id = KOLID(pair.key) else {
        reader.error("\(shown(pair.key)) is no id of a KOL", at: pair.keyPosition)
        continue
      }
      guard let values = reader.mapping(pair.value, "the placements of a KOL", keys: ["picture", "video"])
      else { continue }
      mentions.append(
        Mention(kind: .member(id), group: group, location: reader.location(pair.keyPosition)))
      exceptions[id] = placements(values)
    }
    return exceptions
  }
}

extension BasketSection {
  /// What is wrong with the mentions: a group or a member that the roster does not have.
  static func problems(with mentions: [Mention], in entries: [RosterEntry]) -> [Diagnostic] {
    var members: [[UInt8]: Set<KOLID>] = [:]
    for entry in entries {
      for group in entry.groups { members[Array(group.utf8), default: []].insert(entry.id) }
    }
    let groups = Set(entries.flatMap(\.groups)).sorted()
    // Finding the nearest of thousands of names takes a while, and nobody reads so many messages.
    var problems = Messages()
    for mention in mentions {
      let ids = members[Array(mention.group.utf8)]
      switch mention.kind {
      case .group where ids == nil:
        problems.add(
          .error, of: Messages.Kind(file: #fileID, line: #line), at: mention.location,
          { "no KOL of the roster is in the group \(shown(mention.group))" },
          hint: { hint(near: mention.group, among: groups) })
      case .member(let id) where !(ids?.contains(id) ?? true):
        problems.add(
          .error, of: Messages.Kind(file: #fileID, line: #line), at: mention.location,
          { "\(id) is not in the group \(shown(mention.group))" },
          hint: { hint(near: id.text, among: ids.map { $0.map(\.text).sorted() } ?? []) })
      case .group, .member: break
      }
    }
    return problems.all
  }

  private static func hint(near name: String, among names: [String]) -> String {
    nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
      ?? "the `groups` of a KOL stand in the roster"
  }
}

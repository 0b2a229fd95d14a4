import Model

/// `Content/roster.yml`: a mapping with the list `kols`.
struct RosterFile {
  static let path = "Content/roster.yml"
  static let sizeLimit = 16 << 20
  static let mostKOLs = 100_000
  /// Each is a page of its own, with its KOLs.
  static let mostGroups = 1_000
  /// Lines and commas, counted before the file is taken apart: a tree of YAML takes a hundred times the room of its text.
  static let mostValues = 600_000
  static let example = """
    a roster looks like this:
        kols:
          - id: 60f2bf8200000000010096d8
            groups: [母婴]
    """

  private static let partHint = "make a project of its own for a part of them"

  /// The entries that are right.
  private(set) var entries: [RosterEntry] = []
  private var reader: ValueReader
  /// Where each id was first written, by the id in lower case.
  private var firstUses: [String: (id: KOLID, line: Int)] = [:]
  /// The names of all groups, by byte.
  private var allGroups: Set<[UInt8]> = []

  var diagnostics: [Diagnostic] { reader.diagnostics }

  init(_ source: SourceText) {
    let values = Self.values(in: source.text)
    guard values <= Self.mostValues else {
      reader = ValueReader(file: source.path)
      reader.error(
        "the roster has \(values) lines and commas; at most \(Self.mostValues) are read",
        at: TextPosition(line: 1, column: 1), hint: Self.partHint)
      return
    }
    let document = YAMLDocument(source)
    reader = ValueReader(file: source.path, diagnostics: document.diagnostics)
    guard let root = document.root else {
      if document.diagnostics.isEmpty { reportNoKOLs(at: TextPosition(line: 1, column: 1)) }
      return
    }
    guard let top = reader.mapping(root, "the roster", keys: ["kols"], hint: Self.example) else {
      return
    }
    guard let kols = top["kols"] else {
      if !reader.hasErrors { reportNoKOLs(at: root.position) }
      return
    }
    readKOLs(kols)
  }

  /// How many values a text can hold at most.
  private static func values(in text: String) -> Int {
    var count = 0
    for byte in text.utf8
    where byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: ",") {
      count += 1
    }
    return count
  }

  private mutating func readKOLs(_ node: YAMLNode) {
    switch node.content {
    case .list(let nodes) where nodes.count > Self.mostKOLs:
      reader.error(
        "the roster has \(nodes.count) KOLs; at most \(Self.mostKOLs) are allowed",
        at: nodes[Self.mostKOLs].position, hint: Self.partHint)
    case .list(let nodes) where !nodes.isEmpty:
      for node in nodes { readEntry(node) }
    case .list, .empty: reportNoKOLs(at: node.position)
    case .scalar, .mapping: reader.expected("a list", of: "`kols`", found: node, hint: Self.example)
    }
  }

  private mutating func readEntry(_ node: YAMLNode) {
    switch node.content {
    case .scalar:
      if let id = readID(node) {
        entries.append(RosterEntry(id: id, location: reader.location(node.position)))
      }
    case .mapping: readFullEntry(node)
    case .empty, .list:
      reader.expected("an id or a mapping with `id`", of: "an entry of `kols`", found: node)
    }
  }

  private mutating func readFullEntry(_ node: YAMLNode) {
    let keys = ["id", "name", "groups", "note", "refresh", "priority"]
    guard let values = reader.mapping(node, "a KOL", keys: keys) else { return }
    let name = values["name"].flatMap { reader.line($0, "`name`", limit: 200) }
    let groups = values["groups"].map { readGroups($0) } ?? []
    let note = values["note"].flatMap { reader.lines($0, "`note`", limit: 2_000) }
    let refresh = values["refresh"].flatMap {
      reader.duration(
        $0, "`refresh`", units: ["d": 1, "w": 7], in: 1...365, "from 1d to 365d, or weeks such as 2w")
    }
    let priority = values["priority"].flatMap { reader.integer($0, "`priority`", in: 0...100) }
    guard let idNode = values["id"] else {
      reader.error("this KOL has no `id`", at: node.position, hint: "add `id:` and the KOL's id")
      return
    }
    guard let id = readID(idNode) else { return }
    entries.append(
      RosterEntry(
        id: id, name: name, groups: groups, note: note, refreshDays: refresh ?? 1,
        priority: priority ?? 0, location: reader.location(idNode.position)))
  }

  private mutating func readID(_ node: YAMLNode) -> KOLID? {
    guard let text = reader.scalar(node, "`id`", "a text") else { return nil }
    guard let id = kolID(from: text) else {
      reader.error("\(shown(text)) is not the id of a KOL", at: node.position, hint: hintForKOLID(text))
      return nil
    }
    let key = id.text.lowercased()
    guard let first = firstUses[key] else {
      firstUses[key] = (id, node.position.line)
      return id
    }
    if first.id == id {
      reader.error(
        "two KOLs have the id \"\(id)\"", at: node.position,
        hint: "ids name files and links, so each must be unique; the first is on line \(first.line)")
    } else {
      reader.error(
        "the ids \"\(first.id)\" and \"\(id)\" differ only in letter case", at: node.position,
        hint: "ids name files, and many disks take these two for one; the first is on line \(first.line)")
    }
    return nil
  }

  private mutating func readGroups(_ node: YAMLNode) -> [String] {
    var groups: [String] = []
    var own: Set<[UInt8]> = []
    let isAlone = if case .scalar = node.content { true } else { false }
    for node in reader.list(node, "`groups`") ?? [] {
      guard let group = reader.line(node, "a group's name", limit: 60) else { continue }
      if let comma = comma(in: group, isAlone: isAlone) {
        reader.warn(
          "\(shown(group)) is one group, because `\(comma)` does not part two", at: node.position,
          hint: "write several as a list with commas of ASCII: [母婴, 美食]")
      }
      if !own.insert(Array(group.utf8)).inserted {
        reader.warn(
          "the group \(shown(group)) is written twice", at: node.position, hint: "keep one of the two")
      } else {
        groups.append(group)
        if allGroups.insert(Array(group.utf8)).inserted, allGroups.count == Self.mostGroups + 1 {
          reader.error(
            "the roster has more than \(Self.mostGroups) groups", at: node.position,
            hint: "a group is for many KOLs, and has a page of its own")
        }
      }
    }
    return groups
  }

  /// What a person may have taken for the end of a group's name; of ASCII only where no list is written.
  private func comma(in group: String, isAlone: Bool) -> Unicode.Scalar? {
    let commas: [Unicode.Scalar] = ["，", "、", "；"] + (isAlone ? [",", ";"] : [])
    return group.unicodeScalars.first(where: commas.contains)
  }

  private mutating func reportNoKOLs(at position: TextPosition) {
    reader.error("the roster has no KOLs", at: position, hint: Self.example)
  }
}

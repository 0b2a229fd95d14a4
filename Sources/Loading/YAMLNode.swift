/// A value of a YAML file with its place; scalars are the text as written, never numbers or dates.
struct YAMLNode: Sendable {
  let content: Content
  let position: TextPosition
  /// Whether it is written as nothing: scripts write out what they do not know.
  var isNull = false

  enum Content: Sendable {
    /// A value left out (`name:`), or written as nothing (`null`, `~`).
    case empty
    case scalar(String)
    case list([YAMLNode])
    /// In the order written; no key twice.
    case mapping([Pair])
  }

  struct Pair: Sendable {
    let key: String
    let keyPosition: TextPosition
    let value: YAMLNode
  }

  /// What this is, in the words of a message.
  var kind: String {
    switch content {
    case .empty: "nothing"
    case .scalar(let text): shown(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

import Model

/// A way in which the replies of a run differ from what the field catalogue or the last snapshot leads one
/// to expect.
public struct SchemaDrift: Sendable, Hashable {
  public enum Change: String, Sendable, Hashable {
    /// A key that neither the catalogue nor the last snapshot has.
    case new
    /// A key of the catalogue that no reply has any more.
    case gone
    /// A key whose values are of another JSON type than in the last snapshot.
    case retyped
    /// A key that had values in the last snapshot and has null in every reply now.
    case allNull = "all-null"
  }

  /// As the reply spells it: text of the server's.
  public let key: String
  public let change: Change
  /// The JSON types now, without null: `number`, `string or list`; empty where there are none.
  public let found: String
  /// The JSON types in the last snapshot; empty where there were none or there is none.
  public let before: String
}

extension SchemaDrift: CustomStringConvertible {
  /// One line; whoever prints it cleans it.
  public var description: String {
    switch change {
    case .new: "the replies have a new field \(key) (\(found.utf8.isEmpty ? "null" : found))"
    case .gone:
      before.utf8.isEmpty
        ? "no reply has the field \(key)" : "the replies no longer have the field \(key)"
    case .retyped: "the field \(key) has changed from \(before) to \(found)"
    case .allNull: "the field \(key) is null in every reply; before it was \(before)"
    }
  }
}

/// Fewer replies than this say more about their KOLs than about the API.
private let enoughReplies = 3

/// Compares the shape of a run's replies with the catalogue and with the last snapshot of the same KOLs.
/// - Parameter previous: Nil where there is none.
/// - Returns: One for each key that differs, sorted by the key's bytes; empty where no reply came.
public func schemaDrift(of current: ReplyShape, since previous: ReplyShape?) -> [SchemaDrift] {
  guard current.replies > 0 else { return [] }
  var drifts: [SchemaDrift] = []
  for (key, isKnown, now) in current.keys {
    let before = previous?.kinds(of: key)
    let change: SchemaDrift.Change
    if now.all == 0 {
      // A field that the last snapshot did not have either is no news.
      guard isKnown, before.map({ $0.all > 0 }) ?? true else { continue }
      change = .gone
    } else if !isKnown, before.map({ $0.all == 0 }) ?? true {
      change = .new
    } else if let before, before.values > 0 {
      if now.values == 0 {
        guard min(current.replies, previous?.replies ?? 0) >= enoughReplies else { continue }
        change = .allNull
      } else if Set(now.names).isDisjoint(with: before.names) {
        change = .retyped
      } else {
        continue
      }
    } else {
      continue
    }
    drifts.append(
      SchemaDrift(
        key: key, change: change, found: now.names.joined(separator: " or "),
        before: before?.names.joined(separator: " or ") ?? ""))
  }
  if let previous {
    for (key, isKnown, before) in previous.keys where !isKnown && before.all > 0 {
      guard current.kinds(of: key).all == 0 else { continue }
      drifts.append(
        SchemaDrift(
          key: key, change: .gone, found: "", before: before.names.joined(separator: " or ")))
    }
  }
  return drifts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
}

import Model

/// Finds a key's field by its bytes without making a `String`: replies have 146 keys each.
struct FieldIndex: Sendable {
  static let builtIn = FieldIndex(FieldCatalog.builtIn.fields.map { Array($0.key.utf8) })

  private let keys: [[UInt8]]
  /// Open addressing: the field's index, or -1. At least half of it is empty, so a search ends.
  private let slots: [Int]

  init(_ keys: [[UInt8]]) {
    self.keys = keys
    var size = 16
    while size < keys.count * 2 { size *= 2 }
    var slots = [Int](repeating: -1, count: size)
    for (index, key) in keys.enumerated() {
      var slot = Self.hash(key) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = index
    }
    self.slots = slots
  }

  /// The field with exactly this key; nil where the key is not known.
  /// - Parameter guess: The index to look at first; replies mostly keep the catalogue's order.
  func index(of key: UnsafeBufferPointer<UInt8>, guess: Int) -> Int? {
    if keys.indices.contains(guess), Self.isSame(key, keys[guess]) { return guess }
    var slot = Self.hash(key) & (slots.count - 1)
    while slots[slot] >= 0 {
      if Self.isSame(key, keys[slots[slot]]) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Compares lengths first and byte by byte, which `elementsEqual` takes several times as long for.
  private static func isSame(_ key: UnsafeBufferPointer<UInt8>, _ known: [UInt8]) -> Bool {
    guard key.count == known.count else { return false }
    for index in known.indices where key[index] != known[index] { return false }
    return true
  }

  /// FNV-1a: the same on every machine, which `Hasher` is not.
  private static func hash(_ bytes: some Sequence<UInt8>) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash)
  }
}

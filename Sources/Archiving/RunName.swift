import Files
public import Model

/// Whose parts and manifest of a day are meant: every run has names of its own, so that two runs of a day, on two
/// machines or branches, are united by having both.
///
///     manifest-r0c3d5e7f9a1b2c4d.json               the whole roster's run
///     manifest-s0003of0016-r0c3d5e7f9a1b2c4d.json   a shard's
///     manifest.json, manifest-s0003of0016.json      before runs had names: all runs of a day went on in one file
///
/// The digits are of what the run brought and not of when: the same replies give the same files, and a run that was
/// killed finds its own again.
public struct RunName: Sendable, Hashable {
  /// Nil for the run of the whole roster.
  public let shard: Shard?
  /// The first 16 hexadecimal digits of a SHA-256; nil before runs had names.
  let digits: String?

  static let digitCount = 16

  init(shard: Shard? = nil, digits: String? = nil) {
    self.shard = shard
    self.digits = digits
  }

  init(shard: Shard?, digest: SHA256Digest) {
    self.init(
      shard: shard, digits: String(decoding: digest.hex.utf8.prefix(Self.digitCount), as: UTF8.self))
  }

  /// Reads what ``description`` says; nil for anything else.
  init?(_ text: some Collection<UInt8>) {
    var rest = Array(text)[...]
    shard = Shard(label: rest.prefix { $0 != UInt8(ascii: "-") })
    if let shard { rest = rest.dropFirst(shard.label.utf8.count + 1) }
    let digits = rest.dropFirst()
    let isDigest =
      digits.count == Self.digitCount
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    self.digits = isDigest ? String(decoding: digits, as: UTF8.self) : nil
    guard description.utf8.elementsEqual(text) else { return nil }
  }

  /// What follows the first word of a file's name; empty where nothing does.
  var suffix: String { self == RunName() ? "" : "-\(self)" }
}

extension RunName: CustomStringConvertible {
  public var description: String {
    [shard?.label, digits.map { "r\($0)" }].compactMap { $0 }.joined(separator: "-")
  }
}

extension RunName: Comparable {
  /// The order in which a day's files are read: the whole roster's first, then the shards' by their names.
  public static func < (left: RunName, right: RunName) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}

import Files
import Markup
import Model
import Replies

/// A line of a day's `avatars.jsonl`: what became of the picture that a snapshot names.
///
///     {"kolId":"…","source":"<SHA-256 of the address>","file":"0f3c….jpg"}
///     {"kolId":"…","source":"…","failed":"timeout"}
///
/// The address itself stays in the reply; its hash tells whether a snapshot names the same.
struct AvatarRecord: Sendable, Hashable {
  let key: Key
  let outcome: Outcome

  struct Key: Sendable, Hashable {
    let kolID: KOLID
    let source: SHA256Digest

    init(kolID: KOLID, source: SHA256Digest) {
      self.kolID = kolID
      self.source = source
    }

    init(_ source: AvatarSource) {
      self.init(kolID: source.kolID, source: SHA256Digest(of: Array(source.address.utf8)))
    }
  }

  enum Outcome: Sendable, Hashable {
    case file(AvatarFileName)
    /// ``AvatarProblem/rawValue``; a later version may know others.
    case failed(String)
  }

  /// Without the newline.
  var line: [UInt8] {
    var text: [UInt8] = []
    text.appendJSON("{\"kolId\":\"\(key.kolID)\",\"source\":\"\(key.source)\",")
    switch outcome {
    case .file(let name): text.appendJSON("\"file\":\"\(name)\"")
    case .failed(let problem):
      text.appendJSON("\"failed\":")
      text.appendJSON(string: problem)
    }
    text.appendJSON("}")
    return text
  }

  init(key: Key, outcome: Outcome) {
    self.key = key
    self.outcome = outcome
  }

  /// Reads a line; nil for anything that this type would not have written. Unknown keys are ignored.
  init?(_ value: JSONValue) {
    func text(_ key: String) -> String? {
      if case .string(let text)? = value[key] { text } else { nil }
    }
    guard let kolID = text("kolId").flatMap(KOLID.init),
      let source = text("source").flatMap(SHA256Digest.init(hex:))
    else { return nil }
    if let name = text("file") {
      guard let file = AvatarFileName(name) else { return nil }
      outcome = .file(file)
    } else {
      guard let problem = text("failed") else { return nil }
      outcome = .failed(problem)
    }
    key = Key(kolID: kolID, source: source)
  }

  /// By KOL, address, then what became of it: the order of the lines.
  static func precedes(_ left: AvatarRecord, _ right: AvatarRecord) -> Bool {
    left.line.lexicographicallyPrecedes(right.line)
  }
}

/// The name of a picture in the archive and on the site: 32 digits of its SHA-256, and its format.
struct AvatarFileName: Sendable, Hashable {
  private let digits: String
  let format: String

  static let digitCount = 32
  private static let formats = ["jpg", "png", "webp", "gif"]

  init?(of bytes: [UInt8], format: String) {
    self.init(
      "\(String(decoding: SHA256Digest(of: bytes).hex.utf8.prefix(Self.digitCount), as: UTF8.self)).\(format)"
    )
  }

  /// Reads a name; nil for anything that this type would not have written.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == Self.digitCount,
      parts[0].allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    digits = String(decoding: parts[0], as: UTF8.self)
    format = String(decoding: parts[1], as: UTF8.self)
    guard Self.formats.contains(where: { $0.utf8.elementsEqual(parts[1]) }) else { return nil }
  }
}

extension AvatarFileName: CustomStringConvertible {
  var description: String { "\(digits).\(format)" }
}

import Model
import Yams

/// A YAML file as a tree, with what is wrong with it as YAML.
///
///     text ─► characters ─► aliases ─► compose ─► YAMLNode
///
/// Yams puts a copy of the target in the place of each alias, so a few lines can describe billions of
/// nodes. Therefore a file is composed only once it is known to hold no alias.
struct YAMLDocument {
  /// Nil where the file holds nothing, or could not be parsed.
  let root: YAMLNode?
  let diagnostics: [Diagnostic]

  init(_ source: SourceText) {
    let bytes = Array(source.text.utf8)
    let forbidden = forbiddenCharacters(in: bytes, file: source.path)
    guard forbidden.isEmpty else {
      root = nil
      diagnostics = forbidden
      return
    }
    do {
      var composer = Composer(bytes: bytes)
      (root, diagnostics) = try composer.compose(file: source.path)
    } catch {
      root = nil
      let location = SourceLocation(
        file: source.path, line: error.problem.position?.line, column: error.problem.position?.column)
      diagnostics = [
        Diagnostic(.error, error.problem.message, at: location, hint: error.problem.hint)
      ]
    }
  }
}

private struct SyntaxError: Error {
  let problem: YAMLProblem
}

/// The steps from a text to a tree.
private struct Composer {
  /// The text; a key that was found a second time is changed in it to a stand-in of as many scalars.
  private var bytes: [UInt8]
  private var maskedKeys: [TextPosition: String] = [:]
  /// How many repeated keys are told apart before the first one left is simply reported.
  private static let maskLimit = 10
  /// Up to which size a file is worth composing so many times; 10,000 KOLs fit.
  private static let maskSizeLimit = 1 << 20

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func compose(file: String) throws(SyntaxError) -> (YAMLNode?, [Diagnostic]) {
    if bytes.contains(UInt8(ascii: "*")), bytes.contains(UInt8(ascii: "&")) { try refuseAliases() }
    let (parser, node) = try parse { $0 }
    // Yams' nodes hold their anchors weakly; the parser keeps them alive.
    return withExtendedLifetime(parser) {
      guard let node else { return (nil, []) }
      var tree = YAMLTree(file: file, maskedKeys: maskedKeys)
      let root = tree.convert(node)
      return (root, tree.diagnostics)
    }
  }

  /// Composes the text once with other names in it: `_` for each letter of what may be an anchor's name,
  /// `-` for each of an alias's.
  ///
  /// No alias has an anchor then, which Yams reports with its place before anything is copied. The names
  /// keep their lengths and kinds of letters, so every token stays what and where it is; a `*` inside a
  /// text is still no alias.
  private mutating func refuseAliases() throws(SyntaxError) {
    let before = self
    _ = try parse(changed: renamingAnchors)
    // Keys that became equal only by the renaming must not stay masked.
    self = before
  }

  /// Composes the changed text, and again with a repeated key masked for as long as Yams stops at one:
  /// so that a repeated key does not hide the other mistakes of the file.
  private mutating func parse(
    changed: ([UInt8]) -> [UInt8]
  ) throws(SyntaxError) -> (parser: Parser, root: Node?) {
    while true {
      do {
        // Without rules Yams runs no regular expressions, and `yes` or 0x1F stay texts. A named
        // encoding keeps it from asking the environment.
        let parser = try Parser(
          yaml: String(decoding: changed(bytes), as: UTF8.self), resolver: .basic, encoding: .utf8)
        return (parser, try parser.singleRoot())
      } catch {
        if case YamlError.duplicatedKeysInMapping(let keys, let context) = error,
          let key = keys.first, mask(key, at: TextPosition(context.mark))
        {
          continue
        }
        throw SyntaxError(problem: YAMLProblem(error, in: bytes))
      }
    }
  }

  /// Puts a private-use scalar in the place of a key's first one; false where that is not safe.
  private mutating func mask(_ key: String, at position: TextPosition) -> Bool {
    guard maskedKeys.count < Self.maskLimit, bytes.count <= Self.maskSizeLimit,
      maskedKeys[position] == nil,
      var offset = position.byteOffset(in: bytes)
    else { return false }
    if bytes[offset] == UInt8(ascii: "\"") || bytes[offset] == UInt8(ascii: "'") { offset += 1 }
    guard offset < bytes.count, bytes[offset] == key.utf8.first, isLetterOrDigit(bytes[offset]),
      let standIn = Unicode.Scalar(0xE000 + UInt32(maskedKeys.count))
    else { return false }
    bytes.replaceSubrange(offset...offset, with: Array(String(standIn).utf8))
    maskedKeys[position] = key
    return true
  }
}

private func renamingAnchors(in bytes: [UInt8]) -> [UInt8] {
  var renamed = bytes
  var filler: UInt8?
  for (index, byte) in bytes.enumerated() {
    switch byte {
    case UInt8(ascii: "&"): filler = UInt8(ascii: "_")
    case UInt8(ascii: "*"): filler = UInt8(ascii: "-")
    case UInt8(ascii: "_"), UInt8(ascii: "-"),
      _ where isLetterOrDigit(byte):
      if let filler { renamed[index] = filler }
    default: filler = nil
    }
  }
  return renamed
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
    UInt8(ascii: "A")...UInt8(ascii: "Z"):
    true
  default: false
  }
}

/// Reports control characters, and the line ends that YAML knows and editors do not (U+0085, U+2028,
/// U+2029): with those in the file, no line number could be trusted.
private func forbiddenCharacters(in bytes: [UInt8], file: String) -> [Diagnostic] {
  var found: [Diagnostic] = []
  for index in bytes.indices {
    guard let scalar = forbiddenScalar(at: index, in: bytes) else { continue }
    let place = TextPosition(ofByte: index, in: bytes)
    let code = String(scalar, radix: 16, uppercase: true)
    let digits = String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code
    found.append(
      Diagnostic(
        .error, "the character U+\(digits) is not allowed in YAML",
        at: SourceLocation(file: file, line: place.line, column: place.column),
        hint: "delete it; type a space or a line break where one is meant"))
    if found.count == 20 { break }
  }
  return found
}

private func forbiddenScalar(at index: Int, in bytes: [UInt8]) -> UInt32? {
  func next(_ distance: Int) -> UInt8 {
    index + distance < bytes.count ? bytes[index + distance] : 0
  }
  switch bytes[index] {
  case 0x09, 0x0A, 0x0D: return nil
  case 0x00..<0x20, 0x7F: return UInt32(bytes[index])
  case 0xC2 where next(1) < 0xA0: return UInt32(next(1))
  case 0xE2 where next(1) == 0x80 && (next(2) == 0xA8 || next(2) == 0xA9):
    return 0x2000 + UInt32(next(2) & 0x3F)
  case 0xEF where next(1) == 0xBB && next(2) == 0xBF: return 0xFEFF
  case 0xEF where next(1) == 0xBF && next(2) >= 0xBE: return 0xFFC0 + UInt32(next(2) & 0x3F)
  default: return nil
  }
}

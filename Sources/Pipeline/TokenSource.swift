import CommandSupport
import Files
import Model

/// Where the API token comes from: `KOLSITE_TOKEN`, or the file that `KOLSITE_TOKEN_FILE` names.
struct TokenSource: Sendable {
  /// The value of `KOLSITE_TOKEN`; nil where it is not set.
  var token: String?
  /// The value of `KOLSITE_TOKEN_FILE`; nil where it is not set.
  var file: String?

  static let sizeLimit = 4_096

  /// A token that was found, as it was written, and what is odd about where.
  struct Found: Sendable {
    let token: String
    let warnings: [Diagnostic]
  }

  /// Whether the value of `KOLSITE_TOKEN_FILE` names nothing that is there. It is the token itself then, perhaps.
  var namesNoFile: Bool {
    guard let file, !file.utf8.isEmpty else { return false }
    do throws(FileError) {
      return try fileStatus(file) == .missing
    } catch {
      return true
    }
  }

  /// Reads the token; nil where there is none.
  /// - Throws: Where both are set or the file cannot be read. No message holds the file's content.
  func read() throws(RunFailure) -> Found? {
    let isSet = token.map { !$0.utf8.isEmpty } ?? false
    guard let file, !file.utf8.isEmpty else {
      return isSet ? token.map { Found(token: $0, warnings: []) } : nil
    }
    if isSet {
      throw RunFailure(
        .usage, "KOLSITE_TOKEN and KOLSITE_TOKEN_FILE are both set", hint: "unset one of the two")
    }
    if namesNoFile {
      throw RunFailure(
        .account,
        "KOLSITE_TOKEN_FILE names no file that is there; its value is not shown, for it may be the token",
        hint: "it must be the path of a file that holds the token; the token itself belongs in KOLSITE_TOKEN")
    }
    let bytes: [UInt8]
    let isOpenToOthers: Bool
    do throws(FileError) {
      // A secret that a scheduler mounts is a link.
      bytes = try readFile(try realPath(file), limit: Self.sizeLimit)
      isOpenToOthers = try fileMode(file) & 0o077 != 0
    } catch {
      throw RunFailure(
        .account, "the API token could not be read: \(error)",
        hint: "the environment variable KOLSITE_TOKEN_FILE must name a file that holds the token")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RunFailure(
        .account, "the file that KOLSITE_TOKEN_FILE names is no text",
        hint: "it should hold the token and nothing else")
    }
    let warning = Diagnostic(
      .warning, "other users of this machine may read the API token in \(file)",
      hint: "make it readable for its owner alone: mode 0600")
    return Found(token: text, warnings: isOpenToOthers ? [warning] : [])
  }
}

/// A place in a file that a person wrote.
public struct SourceLocation: Sendable, Hashable {
  /// The file's path, relative to the project folder.
  public let file: String
  /// Counted from 1; nil where the whole file is meant.
  public let line: Int?
  /// Counted from 1, in Unicode scalars; nil where the whole line is meant.
  public let column: Int?

  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line:column`, as editors and CI systems read it.
  public var description: String {
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

/// One thing to tell the person who runs kolsite: what is wrong, where, and what to do next.
///
///     Content/roster.yml:12:9: error: two KOLs have the id "anna"
///       hint: ids name files and links, so each must be unique; the first is on line 4
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable {
    case error
    case warning
    case note
  }

  public let severity: Severity
  public let message: String
  public let location: SourceLocation?
  /// What to do next; nil where the message already says it.
  public let hint: String?

  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation? = nil, hint: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.location = location
    self.hint = hint
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The text for a terminal. It may still hold control characters that came with a reply:
  /// whoever prints it cleans it.
  public var description: String {
    let place = location.map { "\($0): " } ?? ""
    let advice = hint.map { "\n  hint: \($0)" } ?? ""
    return "\(place)\(severity.rawValue): \(message)\(advice)"
  }
}

/// Everything found wrong in one pass over the files a person wrote; never empty.
public struct InvalidInput: Error, Sendable, Hashable {
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}

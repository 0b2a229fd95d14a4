public import Model

/// A kind of report block: a fenced code block whose first word is the kind's name.
///
///     ```chart
///     line: fansCount
///     window: 90d
///     ```
public struct BlockKind: Sendable, Hashable {
  public let name: String
  /// What the block shows, for the documentation; a part of a sentence, in Markdown.
  public let summary: String
  public let options: [BlockOption]

  public init(name: String, summary: String = "", options: [BlockOption] = []) {
    self.name = name
    self.summary = summary
    self.options = options
  }
}

/// An option of a report block, written on a line of its own as `name: value`.
public struct BlockOption: Sendable, Hashable {
  public let name: String
  public let isRequired: Bool
  public let values: Values
  /// What the values are and which one counts where the option is left out, for the documentation; in Markdown.
  public let summary: String

  public init(name: String, isRequired: Bool = false, values: Values, summary: String = "") {
    self.name = name
    self.summary = summary
    self.isRequired = isRequired
    self.values = values
  }

  /// What may stand after the colon.
  public enum Values: Sendable, Hashable {
    /// One of these.
    case oneOf([String])
    /// One or more of these, with commas between them.
    case listOf([String])
    /// A number of days from 1 to 99999, written `30d`.
    case days
    /// A whole number from 1 to 999999999.
    case count
    /// Anything but nothing.
    case text
  }
}

/// A report block that is to be shown.
public struct BlockCall: Sendable, Hashable {
  /// The kind's name.
  public let kind: String
  /// The options that are given, by name. A value that came from a tag has not been checked.
  public let options: [String: String]
  /// Where its opening fence is, in the file that a person wrote.
  public let location: SourceLocation

  public init(kind: String, options: [String: String], location: SourceLocation) {
    self.kind = kind
    self.options = options
    self.location = location
  }
}

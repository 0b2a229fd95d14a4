/// What is in a cell of a table.
public enum Cell: Sendable, Hashable {
  case empty
  case text(String)
  /// A decimal number with all its digits, as JSON writes it: `-12`, `0.0209`.
  case number(String)
}

/// Why a spreadsheet cannot be written; the text says it to a person.
public struct SpreadsheetError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}

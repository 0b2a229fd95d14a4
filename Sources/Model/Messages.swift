/// What is wrong with one file, of each kind no more than a person reads: a file of a million mistakes says so in fifty
/// lines, and costs the memory of fifty.
public struct Messages: Sendable {
  /// How many of a kind are told one by one.
  public static let mostOfAKind = 50

  /// Where in this program a message is made: two of one place are of one kind.
  public struct Kind: Sendable, Hashable {
    let file: String
    let line: Int

    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  private var told: [Diagnostic]
  public private(set) var hasErrors: Bool
  private var counts: [Kind: Int] = [:]
  /// The first message of each kind that was too many, in the order in which they came.
  private var tooMany: [(kind: Kind, first: Diagnostic)] = []

  public init(_ told: [Diagnostic] = []) {
    self.told = told
    hasErrors = told.contains { $0.severity == .error }
  }

  /// All that was told, and of each kind how many more there are, at the place of the first of them.
  public var all: [Diagnostic] {
    told
      + tooMany.map { kind, first in
        let more = (counts[kind] ?? 0) - Self.mostOfAKind
        return Diagnostic(
          first.severity, "and \(more) more of this kind: \(first.message)", at: first.location,
          hint: first.hint)
      }
  }

  /// - Parameters:
  ///   - location: Looked for only where the message is told, as is what the message says.
  public mutating func add(
    _ severity: Diagnostic.Severity, of kind: Kind, at location: @autoclosure () -> SourceLocation,
    _ message: () -> String, hint: () -> String?
  ) {
    hasErrors = hasErrors || severity == .error
    let count = (counts[kind] ?? 0) + 1
    counts[kind] = count
    guard count <= Self.mostOfAKind + 1 else { return }
    let diagnostic = Diagnostic(severity, message(), at: location(), hint: hint())
    if count <= Self.mostOfAKind { told.append(diagnostic) } else { tooMany.append((kind, diagnostic)) }
  }
}

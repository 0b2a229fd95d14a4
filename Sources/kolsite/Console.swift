import Foundation
import Model
import Pipeline

/// Where people read: progress and diagnostics on standard error, one safe line each.
///
/// On a terminal the count of KOLs stays on one line; elsewhere, in CI logs, plain lines are enough.
final class Console: Sendable {
  private let isQuiet: Bool
  private let isTerminal: Bool

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  func show(_ event: ProgressEvent) {
    switch event {
    case .diagnostic(let diagnostic): show(diagnostic)
    case .stage(let stage): if !isQuiet { write(Self.text(of: stage) + "\n") }
    case .fetched(let done, let total): if !isQuiet { showCount(done, of: total) }
    }
  }

  func show(_ diagnostic: Diagnostic) {
    if isQuiet, diagnostic.severity == .note { return }
    // A message is one line, whatever a reply or a file name holds.
    let clean = Diagnostic(
      diagnostic.severity, Self.safe(diagnostic.message),
      at: diagnostic.location.map {
        SourceLocation(file: Self.safe($0.file), line: $0.line, column: $0.column)
      }, hint: diagnostic.hint.map(Self.safeLines))
    write((isTerminal ? "\r\u{1B}[K" : "") + clean.description + "\n")
  }

  func showResult(_ line: String) {
    if !isQuiet { write(Self.safe(line) + "\n") }
  }

  private func showCount(_ done: Int, of total: Int) {
    if isTerminal {
      write("\r\u{1B}[K  \(done) of \(total) KOLs" + (done == total ? "\n" : ""))
    } else if done == total || done * 10 / total != (done - 1) * 10 / total {
      write("  \(done) of \(total) KOLs\n")
    }
  }

  /// Nobody listening is no reason to stop a run, so what cannot be written is dropped.
  private func write(_ text: String) {
    _ = Self.write(Array(text.utf8), to: STDERR_FILENO)
  }

  /// Writes all bytes; 0, or the system's error number.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func text(of stage: ProgressEvent.Stage) -> String {
    switch stage {
    case .loading: "Reading settings, roster, content and templates"
    case .fetching(let due, let total): "Fetching \(due) of \(total) KOLs"
    case .archiving: "Archiving"
    case .mirroring(let pictures): "Mirroring \(pictures) pictures"
    case .reporting: "Reading the archive"
    case .rendering: "Rendering"
    case .publishing: "Publishing"
    }
  }

  /// A hint may show an example of several lines; each is safe, and none starts at the margin.
  private static func safeLines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { safe(String($0)) }.joined(separator: "\n  ")
  }

  /// Text with control characters and direction overrides spelled out, so that it can neither move
  /// the cursor nor start a line that a CI system takes for a command.
  static func safe(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      let isOverride =
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        || scalar.value == 0x2028 || scalar.value == 0x2029
      if isControl || isOverride {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

import Foundation
import Markup
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
      diagnostic.severity, visibleText(diagnostic.message),
      at: diagnostic.location.map {
        SourceLocation(file: visibleText($0.file), line: $0.line, column: $0.column)
      }, hint: diagnostic.hint.map(Self.safeLines))
    write((isTerminal ? "\r\u{1B}[K" : "") + clean.description + "\n")
  }

  func showResult(_ line: String) {
    if !isQuiet { write(visibleText(line) + "\n") }
  }

  private func showCount(_ done: Int, of total: Int) {
    if isTerminal {
      write("\r\u{1B}[K  \(done) of \(total) KOLs" + (done == total ? "\n" : ""))
    } else if done == total || done * 10 / total != (done - 1) * 10 / total {
      write("  \(done) of \(total) KOLs\n")
    }
  }

  private func write(_ text: String) { Output.tell(text) }

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

  /// A hint may show an example of several lines; each is safe, and none starts at the margin, where a CI system could take
  /// it for a command.
  private static func safeLines(_ text: String) -> String {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      .map { visibleText(String($0)) }.joined(separator: "\n  ")
  }
}

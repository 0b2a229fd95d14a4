import Archiving
import CommandSupport
import Files
import Foundation
import Model

extension ArchiveTools {
  /// Reads the whole archive and tells what is not as it was written.
  public func verify(json: Bool) async -> Outcome {
    await reading {
      let found = try await archive.verify(width: ProcessInfo.processInfo.activeProcessorCount)
      found.notes.forEach(show)
      for problem in found.problems { show(problem.diagnostic) }
      let status: ExitStatus = found.problems.isEmpty ? .success : .archive
      if json { return Outcome(status, try reportJSON(VerificationReport(found, status))) }
      return Outcome(status, lines: [found.line])
    }
  }
}

/// `archive verify --json`; keys are stable.
private struct VerificationReport: Codable {
  var formatVersion = 1
  var status: ExitStatus
  var days: Int
  var prunedDays: Int
  var parts: Int
  var replies: Int
  var kols: Int
  var bytes: Int
  /// The journals that are not sealed: `2026-11-23.jsonl`.
  var unsealed: [String]
  var problems: [Problem]
  var head: Head?

  struct Problem: Codable {
    var path: String?
    var line: Int?
    var message: String
  }

  struct Head: Codable {
    var day: String
    /// SHA-256 by the manifest's name.
    var manifests: [String: String]
  }

  init(_ found: Verification, _ status: ExitStatus) {
    self.status = status
    days = found.days
    prunedDays = found.prunedDays
    parts = found.parts
    replies = found.replies
    kols = found.kols
    bytes = found.bytes
    unsealed = found.unsealed.map(\.description)
    problems = found.problems.map { problem in
      let diagnostic = problem.diagnostic
      return Problem(
        path: diagnostic.location?.file, line: diagnostic.location?.line, message: diagnostic.message)
    }
    head = found.head.map { head in
      Head(
        day: head.day.description,
        manifests: Dictionary(
          head.manifests.map { ($0.name, $0.sha256.hex) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension Verification {
  /// What was read, in a line for a person.
  fileprivate var line: String {
    let verdict =
      switch problems.count {
      case 0: "the archive is whole"
      case 1: "1 problem"
      default: "\(problems.count) problems"
      }
    let pruned = prunedDays > 0 ? ", \(prunedDays) pruned" : ""
    return "\(verdict): \(days) days\(pruned), \(replies) replies of \(kols) KOLs, "
      + "\(parts) parts, \(bytes) bytes"
  }
}

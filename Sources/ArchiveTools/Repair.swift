import Archiving
import CommandSupport
import Model

extension ArchiveTools {
  /// Undoes what other line ends have done to the archive, or tells what that would change.
  public func repair(isTrial: Bool) async -> Outcome {
    await outcome {
      try checkArchive()
      var unread = 0
      let repairs = try archive.repair(isTrial: isTrial) { problem in
        unread += 1
        show(problem.diagnostic)
      }
      var lines = repairs.map { "\(isTrial ? "would be changed: " : "")\(safeText($0.description))" }
      lines.append(
        repairs.isEmpty
          ? "nothing to repair; `kolsite archive verify` tells whether anything else is wrong"
          : "\(repairs.count) \(isTrial ? "repairs to make" : "repairs made"); `kolsite archive verify` proves the rest"
      )
      return Outcome(unread == 0 ? .success : .archive, lines: lines)
    }
  }
}

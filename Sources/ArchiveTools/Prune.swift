import Archiving
import CommandSupport
public import Model

extension ArchiveTools {
  /// Prunes by a policy, or tells what that would do.
  public func prune(_ policy: PrunePolicy, isTrial: Bool, json: Bool) async -> Outcome {
    await outcome {
      try checkArchive()
      if policy.isEmpty {
        throw RunFailure(
          .usage, "this would keep nothing",
          hint: "say what to keep: --keep-daily 30 --keep-weekly 12 --keep-monthly unlimited")
      }
      let plan = isTrial ? try archive.prunePlan(policy) : try archive.prune(policy)
      if json { return Outcome(.success, try reportJSON(PruneReport(plan, isTrial: isTrial))) }
      var lines = plan.days.map { entry in
        entry.reasons.isEmpty
          ? "remove \(entry.day)" : "keep   \(entry.day)  \(safeText(entry.reasons.joined(separator: ", ")))"
      }
      let bytes = plan.removed.reduce(0) { $0 + $1.bytes }
      lines.append(
        "\(plan.days.count - plan.removed.count) days kept, \(plan.removed.count) "
          + "\(isTrial ? "would be " : "")removed, \(bytes) bytes")
      return Outcome(lines: lines)
    }
  }

  /// Pins a day.
  public func pin(_ reference: DayReference, reason: String) async -> Outcome {
    await outcome {
      try checkArchive()
      let day = try reference.resolved(among: try archive.days())
      try archive.pin(day, reason: reason)
      return Outcome(lines: ["\(day) is pinned: \(safeText(reason))"])
    }
  }

  /// Removes a day's pin.
  public func unpin(_ reference: DayReference) async -> Outcome {
    await outcome {
      try checkArchive()
      let day = try reference.resolved(among: try archive.days())
      let was = try archive.unpin(day)
      return Outcome(lines: [was ? "\(day) is no longer pinned" : "\(day) was not pinned"])
    }
  }
}

/// `archive prune --json`; keys are stable.
private struct PruneReport: Codable {
  var formatVersion = 1
  var dryRun: Bool
  var days: [Day]

  struct Day: Codable {
    var day: String
    var kept: Bool
    var reasons: [String]
    var bytes: Int
  }

  init(_ plan: PrunePlan, isTrial: Bool) {
    dryRun = isTrial
    days = plan.days.map {
      Day(day: $0.day.description, kept: !$0.reasons.isEmpty, reasons: $0.reasons, bytes: $0.bytes)
    }
  }
}

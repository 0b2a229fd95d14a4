public import Model

/// Finds out from the environment which shard a run is: what schedulers and CI systems set for the
/// tasks of an array, and kolsite's own variables for everything else.
///
/// | who sets it | variables | counted from |
/// | --- | --- | --- |
/// | a person, a CI matrix | `KOLSITE_SHARD=3/16` | 1 |
/// | a CI matrix | `KOLSITE_SHARD_INDEX`, `KOLSITE_SHARD_COUNT` | 0 |
/// | Slurm (`sbatch --array`) | `SLURM_ARRAY_TASK_ID`, `_COUNT`, `_MIN`, `_STEP` | `_MIN` |
/// | Kubernetes (indexed job) | `JOB_COMPLETION_INDEX`, with `KOLSITE_SHARD_COUNT` | 0 |
/// | GitLab (`parallel`) | `CI_NODE_INDEX`, `CI_NODE_TOTAL` | 1 |
public enum ShardVariables {
  /// A shard and the variable that says so.
  public struct Found: Sendable, Hashable {
    public let shard: Shard
    public let variable: String
  }

  /// Variables that contradict themselves: the text names them and says what to write.
  public struct Problem: Error, Sendable, Hashable {
    public let message: String
    public let hint: String
  }

  /// Reads the variables, kolsite's own first.
  /// - Returns: Nil where none is set, and where an array has a single task.
  public static func shard(in environment: [String: String]) throws(Problem) -> Found? {
    var found = try own(environment)
    if found == nil { found = try kubernetes(environment) }
    if found == nil { found = try slurm(environment) }
    if found == nil { found = try gitLab(environment) }
    return found.flatMap { $0.shard.count == 1 ? nil : $0 }
  }

  private static func own(_ environment: [String: String]) throws(Problem) -> Found? {
    if let text = value("KOLSITE_SHARD", environment) {
      guard let shard = Shard(text) else {
        throw Problem(
          message: "KOLSITE_SHARD is no shard", hint: "write it as 3/16: the third of sixteen")
      }
      return Found(shard: shard, variable: "KOLSITE_SHARD")
    }
    guard value("KOLSITE_SHARD_INDEX", environment) != nil else { return nil }
    return try found(
      "KOLSITE_SHARD_INDEX", first: 0, count: "KOLSITE_SHARD_COUNT", environment)
  }

  /// Kubernetes tells a task its index alone; the number of tasks has to be handed on.
  private static func kubernetes(_ environment: [String: String]) throws(Problem) -> Found? {
    guard value("JOB_COMPLETION_INDEX", environment) != nil,
      value("KOLSITE_SHARD_COUNT", environment) != nil
    else { return nil }
    return try found("JOB_COMPLETION_INDEX", first: 0, count: "KOLSITE_SHARD_COUNT", environment)
  }

  private static func slurm(_ environment: [String: String]) throws(Problem) -> Found? {
    let name = "SLURM_ARRAY_TASK_ID"
    guard value(name, environment) != nil else { return nil }
    let first = try number("SLURM_ARRAY_TASK_MIN", environment, otherwise: 0)
    let step = max(1, try number("SLURM_ARRAY_TASK_STEP", environment, otherwise: 1))
    let id = try number(name, environment, otherwise: 0)
    let count = try number("SLURM_ARRAY_TASK_COUNT", environment, otherwise: 0)
    // With gaps in the array (`--array=1,5,9-12`) a task cannot tell which one of all it is.
    guard id >= first, (id - first) % step == 0,
      let shard = Shard(index: (id - first) / step + 1, count: count)
    else {
      throw Problem(
        message: "the Slurm array's tasks are not numbered evenly",
        hint: "use --array=1-16, or set KOLSITE_SHARD")
    }
    return Found(shard: shard, variable: name)
  }

  private static func gitLab(_ environment: [String: String]) throws(Problem) -> Found? {
    guard value("CI_NODE_INDEX", environment) != nil else { return nil }
    return try found("CI_NODE_INDEX", first: 1, count: "CI_NODE_TOTAL", environment)
  }

  private static func found(
    _ index: String, first: Int, count: String, _ environment: [String: String]
  ) throws(Problem) -> Found {
    guard value(count, environment) != nil else {
      throw Problem(
        message: "\(index) is set and \(count) is not", hint: "set both, or KOLSITE_SHARD=3/16")
    }
    let position = try number(index, environment, otherwise: first)
    let total = try number(count, environment, otherwise: 1)
    guard let shard = Shard(index: position - first + 1, count: total) else {
      throw Problem(
        message: "\(index)=\(position) is not one of \(count)=\(total) shards",
        hint: "\(index) counts from \(first)")
    }
    return Found(shard: shard, variable: index)
  }

  private static func value(_ name: String, _ environment: [String: String]) -> String? {
    environment[name].flatMap { $0.utf8.isEmpty ? nil : $0 }
  }

  private static func number(
    _ name: String, _ environment: [String: String], otherwise: Int
  ) throws(Problem) -> Int {
    guard let text = value(name, environment) else { return otherwise }
    guard (1...9).contains(text.utf8.count),
      text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int(text)
    else {
      throw Problem(message: "\(name) is no number", hint: "unset it, or set KOLSITE_SHARD=3/16")
    }
    return number
  }
}

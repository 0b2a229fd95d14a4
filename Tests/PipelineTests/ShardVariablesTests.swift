import Model
import Testing

@testable import Pipeline

@Suite struct ShardVariablesTests {
  @Test(arguments: [
    (["KOLSITE_SHARD": "3/16"], "3/16", "KOLSITE_SHARD"),
    (["KOLSITE_SHARD_INDEX": "0", "KOLSITE_SHARD_COUNT": "2"], "1/2", "KOLSITE_SHARD_INDEX"),
    (["JOB_COMPLETION_INDEX": "1", "KOLSITE_SHARD_COUNT": "2"], "2/2", "JOB_COMPLETION_INDEX"),
    (
      ["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "0"], "1/4",
      "SLURM_ARRAY_TASK_ID"
    ),
    (
      ["SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "1"], "4/4",
      "SLURM_ARRAY_TASK_ID"
    ),
    (
      [
        "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1",
        "SLURM_ARRAY_TASK_STEP": "2",
      ], "3/3", "SLURM_ARRAY_TASK_ID"
    ),
    (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"], "2/3", "CI_NODE_INDEX"),
    (
      ["KOLSITE_SHARD": "1/2", "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "8"], "1/2",
      "KOLSITE_SHARD"
    ),
  ])
  func aTaskOfAnArrayKnowsItsShard(
    variables: [String: String], shard: String, variable: String
  ) throws {
    let found = try #require(try ShardVariables.shard(in: variables))
    #expect(found.shard.description == shard)
    #expect(found.variable == variable)
  }

  @Test(arguments: [
    [:], ["KOLSITE_SHARD": ""], ["KOLSITE_SHARD": "1/1"], ["JOB_COMPLETION_INDEX": "1"],
    ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "1", "SLURM_ARRAY_TASK_MIN": "3"],
    ["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "1"], ["SLURM_JOB_ID": "7"],
  ])
  func elsewhereARunIsWhole(variables: [String: String]) throws {
    #expect(try ShardVariables.shard(in: variables) == nil)
  }

  @Test(arguments: [
    (["KOLSITE_SHARD": "17/16"], "KOLSITE_SHARD is no shard"),
    (["KOLSITE_SHARD": "0/2\u{301}"], "KOLSITE_SHARD is no shard"),
    (["KOLSITE_SHARD_INDEX": "1"], "KOLSITE_SHARD_INDEX is set and KOLSITE_SHARD_COUNT is not"),
    (
      ["KOLSITE_SHARD_INDEX": "2", "KOLSITE_SHARD_COUNT": "2"],
      "KOLSITE_SHARD_INDEX=2 is not one of KOLSITE_SHARD_COUNT=2 shards"
    ),
    (["JOB_COMPLETION_INDEX": "x", "KOLSITE_SHARD_COUNT": "2"], "JOB_COMPLETION_INDEX is no number"),
    (
      ["SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "1"],
      "the Slurm array's tasks are not numbered evenly"
    ),
    (
      ["SLURM_ARRAY_TASK_ID": "99999999999999999999", "SLURM_ARRAY_TASK_COUNT": "3"],
      "SLURM_ARRAY_TASK_ID is no number"
    ),
    (["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "3"], "CI_NODE_INDEX=0 is not one of CI_NODE_TOTAL=3 shards"),
  ])
  func variablesThatContradictThemselvesAreTold(variables: [String: String], message: String) {
    #expect(throws: ShardVariables.Problem.self) { try ShardVariables.shard(in: variables) }
    do throws(ShardVariables.Problem) {
      _ = try ShardVariables.shard(in: variables)
    } catch {
      #expect(error.message == message)
      #expect(!error.hint.utf8.isEmpty)
    }
  }
}

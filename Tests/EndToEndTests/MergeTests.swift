import Foundation
import Testing

/// The archive is committed, and two runs of a day come together in git.
struct MergeTests {
  @Test func runsOfTwoBranchesAndShardsMergeWithoutAConflict() async throws {
    let project = try sampleProject()
    try project.write("public/\n.kolsite/\n", to: ".gitignore")
    let kolsite = try Program.path
    let result = try await Program(
      shell: """
        set -e
        export HOME=$PWD
        git config --global user.name a; git config --global user.email a@example.com
        git init -q && git add . && git commit -qm roster
        """, in: project.path
    ).result()
    #expect(result.status == 0, "\(result.errors)")
    let script = """
      set -e
      export HOME=$PWD
      git clone -q --bare . remote.git
      fetch() { # folder, arguments: fetches in a clone and commits
        d=$1; shift
        (cd $d && \(kolsite) fetch --sandbox --as-of 2026-11-22 "$@" 2>&1 || [ $? = 75 ]
         git add Content/snapshots && git commit -qm "$d")
      }
      for d in a b s1 s2; do git clone -q remote.git $d; done
      fetch a --only c0ffee000000000000000001
      fetch b --only c0ffee000000000000000002
      fetch s1 --shard 1/2 --refetch
      fetch s2 --shard 2/2 --refetch
      for d in a b s1 s2; do (cd $d && git pull -q --rebase && git push -q); done
      git clone -q remote.git check && cd check
      [ -z "$(find Content/snapshots -path '*incoming*' -o -name 'lock*')" ]
      \(kolsite) archive verify
      \(kolsite) plan --as-of 2026-11-22
      # A run without news changes nothing.
      \(kolsite) build --sandbox --as-of 2026-11-22 2>/dev/null || [ $? = 75 ]
      \(kolsite) build --sandbox --as-of 2026-11-22 2>/dev/null || [ $? = 75 ]
      git add Content/snapshots
      git diff --cached --stat
      """
    let merged = try await Program(shell: script, in: project.path).result()
    #expect(merged.status == 0, "\(merged.errors)")
    #expect(merged.output.contains("the archive is whole"))
    #expect(!merged.output.contains("changed,"), "\(merged.output)")
  }

  /// A killed run's journal was committed, and somebody pruned its day before they pulled.
  @Test func whatIsLeftOfAPrunedDayBlocksNoRun() async throws {
    let project = try sampleProject()
    let kolsite = try Program.path
    let script = """
      set -e
      fetch() { day=$1; shift; \(kolsite) fetch --sandbox --as-of $day "$@" || [ $? = 75 ]; }
      fetch 2026-11-20 2>/dev/null; fetch 2026-11-21 --refetch 2>/dev/null
      gzip -dc Content/snapshots/date=2026-11-20/part-*.gz > journal
      \(kolsite) archive prune --keep-last 1 >/dev/null
      mkdir Content/snapshots/.kolsite && mv journal Content/snapshots/.kolsite/2026-11-20.jsonl
      fetch 2026-11-22 --refetch
      [ -s Content/snapshots/.kolsite/2026-11-20.jsonl ]
      \(kolsite) archive verify
      """
    let result = try await Program(shell: script, in: project.path).result()
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.errors.contains("what an earlier run fetched on 2026-11-20 stays unsealed, because that day"))
    #expect(result.errors.contains("Content/snapshots/.kolsite/2026-11-20.jsonl; remove that file"))
  }

  /// As it was before an archive told git to leave its bytes alone.
  @Test func aCloneWithOtherLineEndsIsNamedRepairedAndAddsNothingWrong() async throws {
    let project = try sampleProject()
    let kolsite = try Program.path
    let script = """
      set -e
      export HOME=$PWD
      git config --global user.name a; git config --global user.email a@example.com
      printf 'public/\\n.kolsite*\\n.gitconfig\\n*.git/\\nwindows/\\ncheck/\\n' > .gitignore
      fetch() { \(kolsite) fetch --sandbox --as-of $1 >/dev/null 2>&1 || [ $? = 75 ]; }
      fetch 2026-11-20; fetch 2026-11-21
      rm Content/snapshots/.gitattributes
      git init -q && git add . && git commit -qm two
      git clone -q --bare . remote.git
      git clone -q -c core.autocrlf=true remote.git windows && cd windows
      \(kolsite) archive verify 2>&1 && exit 9
      fetch 2026-11-22
      git add . 2>/dev/null && git commit -qm three && git push -q
      \(kolsite) archive repair
      \(kolsite) archive verify
      cd .. && git clone -q remote.git check && cd check && \(kolsite) archive verify
      """
    let result = try await Program(shell: script, in: project.path).result()
    #expect(result.status == 0, "\(result.errors)\(result.output)")
    #expect(
      result.output.contains(
        "error: damaged: its line ends were changed to CR LF, as git does with core.autocrlf"))
    #expect(result.output.contains("json: line ends put back to LF, as they were written\n"))
    #expect(result.output.components(separatedBy: "the archive is whole: 3 days").count == 3)
  }
}

import Foundation
import Testing

/// The workflows that the documents offer, step by step as a runner would take them.
struct WorkflowTests {
  static let documents = ["README.md", "docs/scale.md"]

  @Test(arguments: documents)
  func theSnapshotIsPushedThoughSomebodyPushedDuringTheRun(_ document: String) async throws {
    let folder = try ProjectFolder(files: ["bin/true": ""])
    let remote = try await job(in: folder)
    _ = try await git(
      """
      cd person && echo '# a comment' >> Content/roster.yml && git commit -qam edit && git push -q
      """, in: folder)
    let kept = try await run(step(of: document, "name: Keep the snapshot"), in: folder)
    #expect(kept.status == 0, "\(kept.errors)")
    let found = try await git("git --git-dir=\(remote) ls-tree -r --name-only HEAD", in: folder)
    #expect(found == ".gitignore\nContent/roster.yml\nContent/snapshots/date=2026-11-23/manifest.json\n")
    let roster = try await git("git --git-dir=\(remote) show HEAD:Content/roster.yml", in: folder)
    #expect(roster.contains("# a comment"))
    // Without news there is no commit.
    let before = try await git("git --git-dir=\(remote) rev-parse HEAD", in: folder)
    #expect(try await run(step(of: document, "name: Keep the snapshot"), in: folder).status == 0)
    #expect(try await git("git --git-dir=\(remote) rev-parse HEAD", in: folder) == before)
  }

  @Test func whatAKilledRunHadFetchedIsKeptUntilTheNextRunHasSealedIt() async throws {
    let folder = try ProjectFolder(files: ["bin/true": ""])
    let remote = try await job(in: folder)
    let journal = "Content/snapshots/.kolsite/2026-11-23.jsonl"
    try folder.write("{}\n", to: "job/\(journal)")
    try folder.write("7\n", to: "job/Content/snapshots/.kolsite/lock")
    #expect(try await run(step(of: "README.md", "name: Keep the snapshot"), in: folder).status == 0)
    let list = "git --git-dir=\(remote) ls-tree -r --name-only HEAD Content/snapshots/.kolsite"
    #expect(try await git(list, in: folder) == "\(journal)\n")
    _ = try await git("rm job/\(journal)", in: folder)
    #expect(try await run(step(of: "README.md", "name: Keep the snapshot"), in: folder).status == 0)
    #expect(try await git(list, in: folder) == "")
  }

  @Test(arguments: documents)
  func aPushThatIsRefusedForEverFailsTheStepAndLeavesTheSnapshot(_ document: String) async throws {
    let folder = try ProjectFolder(files: ["bin/true": ""])
    _ = try await job(in: folder)
    // The same file with another content: nobody but a person can unite the two.
    _ = try await git(
      """
      cd person && mkdir -p Content/snapshots/date=2026-11-23
      echo other > Content/snapshots/date=2026-11-23/manifest.json
      git add . && git commit -qm other && git push -q
      """, in: folder)
    #expect(try await run(step(of: document, "name: Keep the snapshot"), in: folder).status == 1)
    #expect(try folder.text("job/Content/snapshots/date=2026-11-23/manifest.json") == "paid\n")
  }

  @Test(arguments: documents, [0, 69, 75, 130])
  func theBuildSaysHowItEndedSoThatAPublishedSiteIsUploaded(_ document: String, _ status: Int32) async throws
  {
    let folder = try ProjectFolder(files: ["bin/kolsite": "#!/bin/sh\nexit \(status)\n", "job/x": ""])
    let built = try await run(step(of: document, "id: kolsite"), in: folder)
    #expect(built.status == status)
    #expect(try folder.text("job/output") == "status=\(status)\n")
  }

  @Test(arguments: documents)
  func theWorkflowRunsOnceAtATimeAndKeepsWhatWasPaidFor(_ document: String) throws {
    let text = try workflow(of: document).joined(separator: "\n")
    #expect(text.contains("\nconcurrency: { group: kolsite }"))
    #expect(!text.contains("!cancelled()"))
    #expect(text.contains(#"with: { ref: "${{ github.ref_name }}" }"#))
    let condition = #"contains(fromJSON('["0", "75"]'), steps.kolsite.outputs.status) }}"#
    #expect(text.contains("if: ${{ always() && \(condition)\n        with: { name: site, path: public }"))
  }

  /// The jobs of a matrix share nothing, and the last one seals nothing: what a killed shard had fetched goes to the same
  /// shard of the next run.
  @Test func aMatrixHandsTheJournalOfAKilledShardOn() async throws {
    let lines = try workflow(of: "docs/scale.md")
    let fetch = lines.joined(separator: "\n").components(separatedBy: "\n  build:\n")[0]
    let place = "path: |\n            .kolsite\n            Content/snapshots/.kolsite\n"
    let key = "key: kolsite-${{ matrix.shard }}-${{ github.run_id }}-${{ github.run_attempt }}\n"
    let steps = fetch.components(separatedBy: "\n      - ")
    let order = [
      "uses: actions/checkout", "uses: actions/cache/restore", "run: kolsite fetch",
      "uses: actions/cache/save",
    ]
    let places = order.map { head in steps.firstIndex { $0.hasPrefix(head) } ?? -1 }
    #expect(places == places.sorted() && places[0] > 0)
    for step in [steps[places[1]], steps[places[3]] + "\n"] {
      #expect(step.contains(place) && step.contains(key))
    }
    #expect(steps[places[1]].contains("restore-keys: kolsite-${{ matrix.shard }}-"))
    #expect(steps[places[3]].contains("if: ${{ always() }}"))

    let project = try sampleProject()
    let kolsite = try Program.path
    let script = """
      set -e
      run() { \(kolsite) fetch --sandbox --shard 1/2 --refetch --as-of $1 || [ $? = 75 ]; }
      run 2026-11-21 2>/dev/null
      gzip -dc Content/snapshots/date=2026-11-21/part-*.gz > journal
      [ ! -e Content/snapshots/.kolsite ]
      # Another machine, on another day.
      rm -r Content/snapshots .kolsite
      mkdir -p Content/snapshots/.kolsite
      mv journal Content/snapshots/.kolsite/2026-11-21.s0001of0002.jsonl
      run 2026-11-22
      ls Content/snapshots/date=2026-11-21/manifest-s0001of0002-r*.json
      \(kolsite) archive verify
      """
    let result = try await Program(shell: script, in: project.path).result()
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("of 2026-11-21 that an earlier run had not sealed"))
    #expect(result.output.contains("the archive is whole: 2 days"))
  }

  // MARK: -

  /// A clone as a runner makes it, in `job`, with a snapshot that is not committed; returns where it came from.
  private func job(in folder: ProjectFolder) async throws -> String {
    _ = try await git(
      """
      git init -q --bare remote.git && git clone -q remote.git person 2>/dev/null
      cd person && git config user.name a && git config user.email a@example.com
      mkdir Content && echo 'kols: []' > Content/roster.yml && printf 'public/\\n.kolsite*\\n' > .gitignore
      git add . && git commit -qm roster && git push -q origin HEAD
      cd .. && git clone -q --depth 1 "file://$PWD/remote.git" job && cd job
      mkdir -p Content/snapshots/date=2026-11-23 && echo paid > Content/snapshots/date=2026-11-23/manifest.json
      """, in: folder)
    return "remote.git"
  }

  private func git(_ script: String, in folder: ProjectFolder) async throws -> String {
    let result = try await Program(shell: "set -e; export HOME=$PWD\n\(script)", in: folder.path).result()
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  /// Runs a step in `job`, as a runner's shell does, without its pauses.
  private func run(_ script: String, in folder: ProjectFolder) async throws -> Program.Result {
    try folder.write("#!/bin/sh\n", to: "bin/sleep")
    try folder.write(script, to: "step")
    return try await Program(
      shell: """
        chmod +x bin/*; export HOME=$PWD PATH=$PWD/bin:$PATH GITHUB_OUTPUT=$PWD/job/output
        cd job && exec sh -e ../step
        """, in: folder.path
    ).result()
  }

  /// The lines of a document's workflow.
  private func workflow(of document: String) throws -> [String] {
    let text = try String(contentsOfFile: "\(Program.repository)/\(document)", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("# .github/workflows/report.yml") })
    return Array(lines[start...].prefix { $0 != "```" })
  }

  /// The script of the step with such a first line.
  private func step(of document: String, _ head: String) throws -> String {
    let lines = try workflow(of: document)
    let start = try #require(lines.firstIndex { $0 == "      - \(head)" })
    let run = try #require(lines[start...].firstIndex { $0 == "        run: |" })
    let script = lines[(run + 1)...].prefix { $0.hasPrefix("          ") }
    return script.map { $0.dropFirst(10) + "\n" }.joined()
  }
}

import CommandSupport
import Loading
import Model

/// Reads everything a person wrote; all mistakes are told at once.
struct LoadStep: Step {
  static let name = "reading the project"

  let options: RunOptions

  func value(_ diary: Diary) async throws -> Project {
    diary.begin(.loading)
    var project = try loadProject(at: options.folders.root)
    diary.tell(project.warnings)
    if let url = options.sandboxURL { project.settings.useSandbox(at: url) }
    try check(options.selection.only, of: project.roster)
    return project
  }

  /// The names after `--only` must be of the roster: a KOL's id or a group.
  private func check(_ only: [String], of roster: Roster) throws(InvalidInput) {
    if only.isEmpty { return }
    let known = roster.entries.map(\.id.text) + roster.entries.flatMap(\.groups)
    let problems = only.filter { name in
      !known.contains { $0.utf8.elementsEqual(name.utf8) }
    }.map { name in
      Diagnostic(
        .error, "the roster has no KOL and no group “\(name)”",
        hint: nearestName(to: name, among: known).map { "did you mean \($0)?" })
    }
    if !problems.isEmpty { throw InvalidInput(problems) }
  }
}

extension Settings {
  /// Takes the sandbox for the API: it answers at once, so nothing needs to be spared.
  fileprivate mutating func useSandbox(at url: BaseURL) {
    api.environment = .sandbox(url)
    api.requestsPerSecond = 100
    api.concurrency = 8
  }
}

import Files
import Loading
import Model
import Publishing
import Rendering

extension Run {
  /// Reads everything a person wrote; all mistakes are told at once.
  func load(_ options: RunOptions, for report: inout RunReport) throws(RunFailure) -> Project {
    environment.show(.stage(.loading))
    do throws(InvalidInput) {
      var project = try loadProject(at: options.root)
      tell(project.warnings, report: &report)
      if let url = options.sandboxURL { project.settings.useSandbox(at: url) }
      try check(options.selection.only, of: project.roster)
      return project
    } catch {
      throw RunFailure(.invalidInput, error.diagnostics)
    }
  }

  /// Checks the templates, words and pages of the site before anything is fetched.
  func renderer(for project: Project, report: inout RunReport) throws(RunFailure) -> SiteDesign {
    do throws(InvalidInput) {
      let (theme, warnings) = Theme.builtIn.overridden(by: project.templates)
      tell(warnings, report: &report)
      var labels: [Language: Labels] = [:]
      for language in project.settings.languages {
        let name = "labels.\(language.rawValue).yml"
        labels[language] = Labels(
          language: language,
          builtIn: try Theme.builtIn.files[name].map(loadLabels) ?? [:],
          overrides: try project.templates[name].map(loadLabels) ?? [:])
      }
      let renderer = try SiteDesign(
        project: project, theme: theme, labels: labels, generator: "kolsite \(version)",
        digest: { SHA256Digest(of: $0).hex })
      tell(renderer.warnings, report: &report)
      return renderer
    } catch {
      throw RunFailure(.invalidInput, error.diagnostics)
    }
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
  fileprivate mutating func useSandbox(at url: String) {
    api.environment = .sandbox(baseURL: url)
    api.requestsPerSecond = 100
    api.concurrency = 8
  }
}

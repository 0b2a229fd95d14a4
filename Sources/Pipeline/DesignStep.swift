import Files
import Loading
import Model
import Rendering

/// Checks the templates, words and pages of the site before anything is fetched.
struct DesignStep: Step {
  static let name = "reading the templates"

  let project: Project
  let generator: String

  func value(_ diary: Diary) async throws -> SiteDesign {
    let (theme, warnings) = Theme.builtIn.overridden(by: project.templates)
    diary.tell(warnings)
    var labels: [Language: Labels] = [:]
    for language in project.settings.languages {
      let name = "labels.\(language.rawValue).yml"
      labels[language] = Labels(
        language: language,
        builtIn: try Theme.builtIn.files[name].map(loadLabels) ?? [:],
        overrides: try project.templates[name].map(loadLabels) ?? [:])
    }
    let design = try SiteDesign(
      project: project, theme: theme, labels: labels, generator: generator,
      digest: { SHA256Digest(of: $0).hex })
    diary.tell(design.warnings)
    return design
  }
}

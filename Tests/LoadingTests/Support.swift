import Foundation
import Model
import Testing

@testable import Loading

/// A project folder of one test, removed afterwards; a text may hold marks such as `«1»`.
///
/// A mark stands where a finding belongs. It is not written to the file.
final class TemporaryProject {
  let root: String
  /// The mark at each place, by `file:line:column`.
  private var marks: [String: String] = [:]

  static let oneKOL = "kols:\n  - anna\n"

  init(_ files: [String: String] = [:], roster: String? = nil) throws {
    root = NSTemporaryDirectory() + "/kolsite-loading-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    var files = files
    if let roster { files["Content/roster.yml"] = roster }
    for (path, text) in files { try write(path, Array(strip(text, path).utf8)) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  func write(_ path: String, _ bytes: [UInt8]) throws {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func link(_ path: String, to target: String) throws {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: target)
  }

  func load() throws(InvalidInput) -> Project { try loadProject(at: root) }

  /// Everything found, errors or warnings, as printed, with `«1»` in the place of a marked place.
  func findings() -> [String] {
    let diagnostics: [Diagnostic]
    do {
      diagnostics = try load().warnings
    } catch {
      diagnostics = error.diagnostics
    }
    return diagnostics.map { diagnostic in
      guard let place = diagnostic.location?.description, let mark = marks[place] else {
        return diagnostic.description
      }
      return mark + diagnostic.description.dropFirst(place.count)
    }
  }

  private func strip(_ text: String, _ path: String) -> String {
    var result = String.UnicodeScalarView()
    var mark: String?
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if scalar == "«" {
        mark = "«"
      } else if let open = mark {
        mark = scalar == "»" ? nil : open + String(scalar)
        if scalar == "»" { marks["\(path):\(line):\(column)"] = open + "»" }
      } else {
        result.append(scalar)
        column += 1
        if scalar == "\n" {
          line += 1
          column = 1
        }
      }
    }
    return String(result)
  }
}

/// What is found in a roster; its site has default settings.
func findings(roster: String) throws -> [String] {
  try TemporaryProject(roster: roster).findings()
}

/// What is found in the settings of a site with one KOL.
func findings(settings: String) throws -> [String] {
  try TemporaryProject(["Content/site.yml": settings], roster: TemporaryProject.oneKOL).findings()
}

/// The settings of a site with one KOL and these lines in `site.yml`.
func settings(_ text: String) throws -> Settings {
  try TemporaryProject(["Content/site.yml": text], roster: TemporaryProject.oneKOL).load().settings
}

/// The entries of a roster without mistakes.
func entries(_ roster: String) throws -> [RosterEntry] {
  try TemporaryProject(roster: roster).load().roster.entries
}

func location(_ line: Int, _ column: Int) -> Model.SourceLocation {
  .init(file: "Content/roster.yml", line: line, column: column)
}

func kolID(_ text: String) throws -> KOLID { try #require(KOLID(text)) }

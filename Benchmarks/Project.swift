import Foundation
import Model

/// A project of so many of the sandbox's crowd, in a folder that is removed at the end.
final class Project {
  let path: String

  /// - Parameters:
  ///   - kols: What the roster says of each KOL: an id, or an entry in YAML's braces.
  ///   - settings: The text of `site.yml`.
  ///   - templates: The text of the project's own templates, by the names of their files.
  ///   - parent: Where the folder is made.
  init(
    kols: [String], settings: String, templates: [String: String] = [:],
    in parent: String = FileManager.default.temporaryDirectory.path
  ) throws {
    path = "\(parent)/kolsite-\(UUID())"
    let content = URL(fileURLWithPath: path).appendingPathComponent("Content")
    try FileManager.default.createDirectory(at: content, withIntermediateDirectories: true)
    try Data(settings.utf8).write(to: content.appendingPathComponent("site.yml"))
    try Data(("kols:\n" + kols.map { "  - \($0)\n" }.joined()).utf8)
      .write(to: content.appendingPathComponent("roster.yml"))
    guard !templates.isEmpty else { return }
    let folder = URL(fileURLWithPath: path).appendingPathComponent("Templates")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in templates { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
  }

  /// A project that asks a sandbox.
  /// - Parameters:
  ///   - api: Lines of `api` in the settings, beside the address.
  ///   - parent: Where the folder is made.
  convenience init(
    kols: Int, baseURL: String, api: [String], in parent: String = FileManager.default.temporaryDirectory.path
  ) throws {
    let api = ["baseURL: \(baseURL)", "endpoint: profile-v2"] + api
    // What is measured are calls of the API.
    try self.init(
      kols: MadeArchive.ids(kols).map(\.text),
      settings: "avatars: initials\napi:\n" + api.map { "  \($0)\n" }.joined(), in: parent)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// The program's report, as far as it is looked at.
struct Report: Decodable {
  struct Fetch: Decodable {
    struct Failure: Decodable {
      let id: String
      let reason: String
    }
    let due: Int
    let stored: Int
    let calls: Int
    let charged: Int
    let retries: Int
    let setAside: Int
    let failures: [Failure]
  }
  struct Plan: Decodable {
    struct KOL: Decodable {
      let id: String
      let reason: String
    }
    let kols: [KOL]
  }
  let status: Int
  let fetch: Fetch?
  let plan: Plan?
}

import Foundation
import Model
import Serving

/// A project of so many of the sandbox's crowd, in a folder that is removed at the end.
final class Project {
  let path: String

  /// - Parameter api: Lines of `api` in the settings, beside the address.
  init(kols: Int, baseURL: String, api: [String]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())").path
    let content = URL(fileURLWithPath: path).appendingPathComponent("Content")
    try FileManager.default.createDirectory(at: content, withIntermediateDirectories: true)
    let settings = ["baseURL: \(baseURL)", "endpoint: profile-v2"] + api
    // What is measured are calls of the API.
    try Data(("avatars: initials\napi:\n" + settings.map { "  \($0)\n" }.joined()).utf8)
      .write(to: content.appendingPathComponent("site.yml"))
    let ids = (0..<UInt32(kols)).compactMap(SandboxKOL.crowdID)
    try Data(("kols:\n" + ids.map { "  - \($0)\n" }.joined()).utf8)
      .write(to: content.appendingPathComponent("roster.yml"))
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

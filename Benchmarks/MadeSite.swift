import Foundation
import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A project of the sandbox's crowd with an archive, and the site that kolsite builds of it.
struct MadeSite {
  let project: Project
  let kols: Int
  let days: Int
  let languages: [String]

  /// The sandbox's crowd has the rhythm of a week.
  private static let sealedDays = 7

  /// - Parameters:
  ///   - templates: The project's own templates, by the names of their files.
  ///   - isFilled: Whether every number of a profile is there.
  init(
    kols: Int, days: Int, languages: [String], templates: [String: String] = [:], isFilled: Bool = false,
    in folder: String
  ) throws {
    project = try Project(
      kols: MadeArchive.ids(kols).enumerated().map { "{id: \($1), groups: [group \($0 % 20)]}" },
      settings: """
        languages: [\(languages.joined(separator: ", "))]
        timeZone: \(MadeArchive.timeZone)
        avatars: initials
        chartFiles: false

        """,
      templates: templates, in: folder)
    self.kols = kols
    self.days = days
    self.languages = languages
    let made = MadeArchive(kols: kols, snapshots: snapshots, isFilled: isFilled)
    let sealedDays = min(days, Self.sealedDays)
    try made.sealDays(sealedDays)
    _ = try made.repeatDays(sealed: sealedDays, upTo: days)
  }

  var name: String { "\(kols) KOLs, \(days) days, \(languages.joined(separator: " and "))" }
  var folder: String { "\(project.path)/public" }
  var snapshots: String { "\(project.path)/Content/snapshots" }
  var lastDay: CalendarDay { MadeArchive.day(days - 1) }

  /// Builds the site where none is.
  func build(with kolsite: String, launcher: [String] = []) async throws -> Program.Usage {
    try Self.remove(folder)
    let program = try await Program(
      kolsite, ["build", "--offline", "--as-of", "\(lastDay)"], in: project, launcher: launcher)
    guard program.report.status == 0 else { throw Failure("a build ended with \(program.report.status)") }
    return program.usage
  }

  func size() throws -> FolderSize { try FolderSize(of: folder) }

  static func remove(_ folder: String) throws {
    guard FileManager.default.fileExists(atPath: folder) else { return }
    try FileManager.default.removeItem(atPath: folder)
  }

  /// The folder in memory where it has room for so many pages and their archive; else the one for temporary files.
  static func folder(pages: Int) -> String {
    var status = statvfs()
    let inMemory = "/dev/shm"
    // A page with what lies beside it is some 100 KB.
    guard statvfs(inMemory, &status) == 0,
      UInt64(status.f_bavail) * UInt64(status.f_frsize) > UInt64(pages) * 150_000
    else { return FileManager.default.temporaryDirectory.path }
    return inMemory
  }
}

/// What lies in a folder and those in it.
struct FolderSize {
  private(set) var files = 0
  private(set) var bytes = 0

  init(of folder: String) throws {
    let keys: [URLResourceKey] = [.isRegularFileKey, .fileSizeKey]
    guard
      let found = FileManager.default.enumerator(
        at: URL(fileURLWithPath: folder), includingPropertiesForKeys: keys)
    else { throw Failure("there is no site in \(folder)") }
    for case let file as URL in found {
      let values = try file.resourceValues(forKeys: Set(keys))
      guard values.isRegularFile == true else { continue }
      files += 1
      bytes += values.fileSize ?? 0
    }
  }
}

func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  return sorted.isEmpty ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

import Foundation
import Testing

/// Runs the built program as a user would.
final class Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The built program: in the folder of the test bundle, or in one above it.
  static var path: String {
    get throws {
      let bundles = Bundle.allBundles.map(\.bundleURL)
      let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      for start in bundles + [runner] {
        var folder = start
        for _ in 0..<4 {
          let candidate = folder.appendingPathComponent("kolsite").path
          var isFolder: ObjCBool = false
          if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue,
            FileManager.default.isExecutableFile(atPath: candidate)
          {
            return candidate
          }
          folder.deleteLastPathComponent()
        }
      }
      throw CocoaError(.fileNoSuchFile)
    }
  }

  /// The repository, from this file's place in it.
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private let process = Process()
  private let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())")
  private let ended: AsyncStream<Void>

  private var output: URL { scratch.appendingPathExtension("out") }
  private var errors: URL { scratch.appendingPathExtension("err") }

  /// Starts the program; it has no token unless the environment here gives it one.
  convenience init(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws {
    try self.init(try Self.path, arguments, in: folder, environment: environment)
  }

  /// Starts a line of shell.
  convenience init(shell line: String, in folder: String) throws {
    try self.init("/bin/sh", ["-c", line], in: folder, environment: [:])
  }

  private init(
    _ path: String, _ arguments: [String], in folder: String, environment: [String: String]
  ) throws {
    let (ended, end) = AsyncStream<Void>.makeStream()
    self.ended = ended
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var variables = ProcessInfo.processInfo.environment
    variables["KOLSITE_TOKEN"] = nil
    process.environment = variables.merging(environment) { _, own in own }
    process.standardInput = FileHandle.nullDevice
    for url in [output, errors] { try Data().write(to: url) }
    let files = try [output, errors].map { try FileHandle(forWritingTo: $0) }
    // The program has its own by then, and a process that has ended keeps them for ever.
    defer { for file in files { try? file.close() } }
    process.standardOutput = files[0]
    process.standardError = files[1]
    process.terminationHandler = { _ in end.finish() }
    try process.run()
  }

  func kill(with signal: Int32) {
    _ = Foundation.kill(process.processIdentifier, signal)
  }

  /// Waits until the program has written a text to standard error, or has ended.
  func hasWritten(_ text: String) async throws -> Bool {
    while process.isRunning {
      if try String(decoding: Data(contentsOf: errors), as: UTF8.self).contains(text) { return true }
      try await Task.sleep(for: .milliseconds(1))
    }
    return try String(decoding: Data(contentsOf: errors), as: UTF8.self).contains(text)
  }

  /// Waits for the end without blocking a thread: the servers of other tests need it.
  func result() async throws -> Result {
    for await _ in ended {}
    defer {
      try? FileManager.default.removeItem(at: output)
      try? FileManager.default.removeItem(at: errors)
    }
    return Result(
      status: process.terminationReason == .exit
        ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  /// Runs to the end.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) async throws -> Result {
    try await Program(arguments, in: folder, environment: environment).result()
  }
}

/// A project folder that is removed at the end.
final class ProjectFolder {
  let path: String

  /// - Parameter files: By path below the folder.
  init(files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("kolsite-\(UUID())").path
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path).appendingPathComponent(name))
  }

  /// Every file below a folder with its bytes; empty where there is no such folder.
  func tree(_ name: String) throws -> [String: Data] {
    let root = URL(fileURLWithPath: path).appendingPathComponent(name)
    guard let names = FileManager.default.enumerator(atPath: root.path) else { return [:] }
    var files: [String: Data] = [:]
    for case let name as String in names {
      var isFolder: ObjCBool = false
      let url = root.appendingPathComponent(name)
      if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
        files[name] = try Data(contentsOf: url)
      }
    }
    return files
  }
}

/// The sample roster of the repository, without its archive.
func sampleProject() throws -> ProjectFolder {
  var files: [String: String] = [:]
  for name in ["site.yml", "roster.yml", "pages/about.md", "pages/about.en.md"] {
    let url = URL(fileURLWithPath: Program.repository).appendingPathComponent("Content/\(name)")
    files["Content/\(name)"] = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }
  return try ProjectFolder(files: files)
}

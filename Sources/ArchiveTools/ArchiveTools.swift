import Archiving
public import CommandSupport
import Foundation
import Markup
public import Model

/// The commands that look after an archive. None of them asks the API, touches the site or needs a project: an
/// archive is a folder that can be looked at wherever it was copied to.
public struct ArchiveTools: Sendable {
  let archive: Archive
  /// What is wrong with where it is; nil for nothing.
  private let problem: RunFailure?
  let show: @Sendable (Diagnostic) -> Void

  /// - Parameters:
  ///   - folders: They say where the archive is; it need not exist.
  ///   - show: Takes diagnostics as they come.
  public init(_ folders: ProjectFolders, show: @escaping @Sendable (Diagnostic) -> Void) {
    archive = Archive(folder: folders.archivePath)
    problem = folders.linkedArchive
    self.show = show
  }

  /// How a command ended and what it has to say.
  public struct Outcome: Sendable {
    public var status: ExitStatus
    /// For standard output, in UTF-8 unless it is a file of a program.
    public var output: [UInt8]

    public init(_ status: ExitStatus = .success, _ output: [UInt8] = []) {
      self.status = status
      self.output = output
    }

    /// - Parameter lines: Each is one line, whatever a file name in it holds.
    init(_ status: ExitStatus = .success, lines: [String]) {
      self.init(status, Array(lines.map { visibleText($0) + "\n" }.joined().utf8))
    }
  }

  /// Runs a command; what is thrown becomes its diagnostics and status.
  func outcome(of work: () async throws -> Outcome) async -> Outcome {
    do {
      return try await work()
    } catch let closed as OutputClosed where closed.number == EPIPE {
      return Outcome()
    } catch {
      let failure = Self.failure(of: error)
      failure.diagnostics.forEach(show)
      return Outcome(failure.status)
    }
  }

  /// What an error means for a command: the one place where it gets a status and words.
  private static func failure(of error: any Error) -> RunFailure {
    switch error {
    case let failure as RunFailure: failure
    case let error as ArchiveError: RunFailure(.archive, [error.diagnostic])
    case let closed as OutputClosed: RunFailure(.archive, [lostOutput(closed.number)])
    case is CancellationError: .interrupted(hint: "nothing is half-written")
    default: .unexpected(error)
    }
  }

  /// Runs a command that reads the archive; it is not pruned meanwhile.
  func reading(_ work: () async throws -> Outcome) async -> Outcome {
    await outcome {
      try checkArchive()
      let lock = try archive.lockForReading()
      defer { withExtendedLifetime(lock) {} }
      return try await work()
    }
  }

  /// Throws where there is no archive, or one that a run would refuse: for a command that was told to read one, an empty
  /// answer would be a lie.
  func checkArchive() throws {
    if let problem { throw problem }
    guard try archive.hasFolder() else {
      throw RunFailure(
        .archive, "there is no archive in \(archive.folder)",
        hint: "run this in the project's folder, or name the archive with --archive")
    }
  }
}

import Archiving
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
  ///   - options: They say where the archive is; it need not exist.
  ///   - show: Takes diagnostics as they come.
  public init(_ options: RunOptions, show: @escaping @Sendable (Diagnostic) -> Void) {
    archive = Archive(folder: options.archivePath)
    problem = options.linkedArchive
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
    } catch let error as ArchiveError {
      show(error.diagnostic)
      return Outcome(.archive)
    } catch let failure as RunFailure {
      failure.diagnostics.forEach(show)
      return Outcome(failure.status)
    } catch let closed as OutputClosed {
      if closed.number == EPIPE { return Outcome() }
      show(lostOutput(closed.number))
      return Outcome(.archive)
    } catch is CancellationError {
      show(Diagnostic(.error, "interrupted", hint: "nothing is half-written"))
      return Outcome(.interrupted)
    } catch {
      show(Diagnostic(.error, "unexpected: \(error)", hint: "this is a bug in kolsite; please report it"))
      return Outcome(.bug)
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

  /// Throws where there is no archive, or one that a run would refuse: for a command that was told to read one, an empty answer would be a lie.
  func checkArchive() throws {
    if let problem { throw problem }
    guard try archive.hasFolder() else {
      throw RunFailure(
        .archive, "there is no archive in \(archive.folder)",
        hint: "run this in the project's folder, or name the archive with --archive")
    }
  }
}

/// What to tell where standard output took not everything: what a program reads of it is not whole.
/// - Parameter number: The system's error number.
public func lostOutput(_ number: Int32, hint: String? = nil) -> Diagnostic {
  Diagnostic(
    .error, "the output could not be written: \(String(cString: strerror(number))) (error \(number))",
    hint: hint ?? "what was written is not whole: give it a place with room, and run the command again")
}

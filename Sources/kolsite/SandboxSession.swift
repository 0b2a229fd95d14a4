import ArgumentParser
import CommandSupport
import Faults
import Foundation
import Model
import Pipeline
import Serving

/// The sandbox as a process: runs until it is interrupted.
struct SandboxSession {
  let port: Int
  let token: String
  let day: CalendarDay
  /// Nil for a sandbox that does nothing wrong.
  let faultsPath: String?
  /// Nil for no log.
  let logPath: String?

  /// Serves, and ends the process with its status.
  func run() async throws {
    let console = Console(isQuiet: false)
    let failure: RunFailure? = await Interruption.cancelling { await serve(console) }
    guard let failure else { return }
    for diagnostic in failure.diagnostics { console.show(diagnostic) }
    throw ExitCode(failure.status.rawValue)
  }

  private func serve(_ console: Console) async -> RunFailure? {
    do {
      let faults = try faultsPath.map { path throws(RunFailure) in try faultScript(at: path) }
      let log = try logPath.map { path throws(RunFailure) in try LogFile(path) }
      let server = SandboxServer(
        token: token, day: day, faults: faults ?? FaultScript(),
        log: { entry in
          guard let log, let problem = log.append(entry.json) else { return }
          console.show(problem)
        })
      try await server.run(port: port) { baseURL in
        console.showResult("The sandbox API answers at \(baseURL) for \(day). Stop it with ^C.")
      }
      return nil
    } catch let failure as RunFailure {
      return failure
    } catch {
      return RunFailure(.unavailable, [Diagnostic(.error, "\(error)")])
    }
  }
}

/// A file that lines are appended to, each whole.
private struct LogFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(RunFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw RunFailure(
        .invalidInput,
        [
          Diagnostic(
            .error, "the log cannot be written (error \(errno))", at: SourceLocation(file: path),
            hint: "name a file in a folder that exists and that you may write to")
        ])
    }
  }

  /// Appends a line; what to tell where that failed.
  func append(_ line: String) -> Diagnostic? {
    let problem = Output.write(Array(line.utf8), to: descriptor)
    guard problem != 0 else { return nil }
    return Diagnostic(
      .warning, "a call could not be logged (error \(problem))", at: SourceLocation(file: path))
  }
}

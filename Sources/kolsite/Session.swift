import ArgumentParser
import Foundation
import Model
import Pipeline
import Serving

/// One run of the process: starts the sandbox where it is asked for, runs the workflow, tells the result.
struct Session {
  let arguments: RunArguments
  let options: RunOptions

  enum Job: String {
    case build
    case fetch
  }

  /// Runs the job and ends the process with its status.
  func run(_ job: Job) async throws {
    let console = Console(isQuiet: arguments.quiet)
    let report = await Interruption.cancelling { await outcome(of: job, console: console) }
    if !report.summary.utf8.isEmpty { console.showResult(report.summary) }
    if arguments.json { print(report, console) }
    throw ExitCode(report.status.rawValue)
  }

  /// Prints the plan and ends the process with the status of making it.
  func plan() async throws {
    let console = Console(isQuiet: arguments.quiet)
    let run = Run(
      command: "plan", version: Version.current,
      environment: RunEnvironment(
        variables: ProcessInfo.processInfo.environment, show: console.show))
    var options = options
    // The sandbox need not run for a plan; its day is the demo's.
    if arguments.sandbox { options.asOf = arguments.asOf ?? Sandbox.demoDay }
    let (report, lines) = await run.plan(options)
    if arguments.json {
      print(report, console)
    } else {
      let text = lines.map { Console.safe($0) + "\n" }.joined()
      _ = Console.write(Array(text.utf8), to: STDOUT_FILENO)
    }
    throw ExitCode(report.status.rawValue)
  }

  /// Prints the report; a reader that went away is no failure of the run, and `run.json` has it too.
  private func print(_ report: RunReport, _ console: Console) {
    let problem = Console.write(report.json(), to: STDOUT_FILENO)
    guard problem != 0, problem != EPIPE else { return }
    console.show(
      Diagnostic(
        .warning, "the report could not be printed (error \(problem))",
        hint: "the same report is in .kolsite/run.json"))
  }

  private func outcome(of job: Job, console: Console) async -> RunReport {
    let run = Run(
      command: job.rawValue, version: Version.current,
      environment: RunEnvironment(
        variables: ProcessInfo.processInfo.environment, show: console.show))
    guard arguments.sandbox else { return await perform(job, run, options) }
    do {
      return try await SandboxServer.with(day: arguments.asOf ?? Sandbox.demoDay) { baseURL, _ in
        var options = options
        options.sandboxURL = baseURL
        options.asOf = arguments.asOf ?? Sandbox.demoDay
        return await perform(job, run.withToken(Sandbox.token), options)
      }
    } catch {
      return run.failed(
        .unavailable, [Diagnostic(.error, "the sandbox could not be started: \(error)")])
    }
  }

  private func perform(_ job: Job, _ run: Run, _ options: RunOptions) async -> RunReport {
    switch job {
    case .build: await run.build(options)
    case .fetch: await run.fetch(options)
    }
  }
}

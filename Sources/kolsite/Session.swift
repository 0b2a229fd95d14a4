import ArgumentParser
import CommandSupport
import Foundation
import Markup
import Model
import Pipeline
import Serving

/// One run of the process: starts the sandbox where it is asked for, runs the workflow, tells the result.
struct Session {
  let arguments: RunArguments
  let options: RunOptions

  enum Job {
    case build
    case fetch

    var command: Run.Command {
      switch self {
      case .build: .build
      case .fetch: .fetch
      }
    }
  }

  /// Runs the job and ends the process with its status.
  func run(_ job: Job) async throws {
    let console = Console(isQuiet: arguments.quiet)
    let report = await Interruption.cancelling { await outcome(of: job, console: console) }
    if !report.summary.utf8.isEmpty { console.showResult(report.summary) }
    throw ExitCode((arguments.json ? print(report) : report.status).rawValue)
  }

  /// Prints the plan and ends the process with the status of making it.
  func plan() async throws {
    let console = Console(isQuiet: arguments.quiet)
    let run = Run(
      version: Version.current,
      environment: RunEnvironment(
        variables: ProcessInfo.processInfo.environment, show: console.show))
    var options = options
    // The sandbox need not run for a plan; its day is the demo's.
    if arguments.sandbox { options.asOf = arguments.asOf ?? Sandbox.demoDay }
    let (report, lines) = await run.plan(options)
    let text = lines.map { visibleText($0) + "\n" }.joined()
    let status = arguments.json ? print(report) : Output.finish(Array(text.utf8), report.status)
    throw ExitCode(status.rawValue)
  }

  /// Prints the report and tells how the process ends.
  private func print(_ report: RunReport) -> ExitStatus {
    do {
      // A plan leaves no file.
      return Output.finish(
        try report.json(), report.status,
        hint: report.command == "plan" ? nil : "the same report is in .kolsite/run.json")
    } catch {
      let failure = RunFailure.unexpected(error, while: "writing the report")
      failure.diagnostics.forEach(Console(isQuiet: false).show)
      return failure.status
    }
  }

  private func outcome(of job: Job, console: Console) async -> RunReport {
    let run = Run(
      version: Version.current,
      environment: RunEnvironment(
        variables: ProcessInfo.processInfo.environment, show: console.show))
    guard arguments.sandbox else { return await perform(job, run, options) }
    do {
      return try await SandboxServer.with(day: arguments.asOf ?? Sandbox.demoDay) { baseURL, _ in
        var options = options
        options.sandboxURL = try BaseURL(baseURL)
        options.asOf = arguments.asOf ?? Sandbox.demoDay
        return await perform(job, run.withToken(Sandbox.token), options)
      }
    } catch {
      return run.failed(
        job.command, .unavailable, [Diagnostic(.error, "the sandbox could not be started: \(error)")])
    }
  }

  private func perform(_ job: Job, _ run: Run, _ options: RunOptions) async -> RunReport {
    switch job {
    case .build: await run.build(options)
    case .fetch: await run.fetch(options)
    }
  }
}

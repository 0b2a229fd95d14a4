import Foundation
import Serving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One run of the built program, and what it used.
struct Program {
  let report: Report
  /// The most memory that it had at once, in MiB.
  let peakMemory: Int
  let wallTime: Duration

  /// Runs a command in a project's folder, with the sandbox's token; its messages are dropped.
  init(_ kolsite: String, _ arguments: [String], in project: Project) async throws {
    let output = project.path + "/report.json"
    let script = "cd \"$1\" && shift && exec \"$@\" >report.json 2>messages.txt"
    let command = ["/bin/sh", "-c", script, "sh", project.path, kolsite] + arguments + ["--json"]
    let start = ContinuousClock.now
    let (status, usage) = try await Self.run(command)
    wallTime = ContinuousClock.now - start
    #if canImport(Darwin)
      peakMemory = Int(usage.ru_maxrss) >> 20
    #else
      peakMemory = Int(usage.ru_maxrss) >> 10
    #endif
    do {
      report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    } catch {
      let messages = try String(contentsOfFile: project.path + "/messages.txt", encoding: .utf8)
      throw Failure("\(arguments) ended with wait status \(status): \(messages)")
    }
  }

  /// Waits on a thread of its own: the server runs in this process.
  private static func run(_ command: [String]) async throws -> (status: Int32, usage: rusage) {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        var pid: pid_t = 0
        var arguments = Self.strings(command)
        var variables = Self.strings(["KOLSITE_TOKEN=\(Sandbox.token)", "PATH=/usr/bin:/bin"])
        defer { for text in arguments + variables { free(text) } }
        let problem = posix_spawn(&pid, command[0], nil, nil, &arguments, &variables)
        guard problem == 0 else {
          continuation.resume(throwing: Failure("\(command[0]) cannot be started (error \(problem))"))
          return
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
        continuation.resume(returning: (status, usage))
      }
    }
  }

  /// C strings with a nil behind them; the caller frees each.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}

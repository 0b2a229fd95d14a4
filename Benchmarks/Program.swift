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
  let usage: Usage

  /// What a process and those that it waited for used.
  struct Usage: Codable {
    var seconds: Double
    /// Of all processors together, those in the system among them.
    var processorSeconds: Double
    /// The most memory that it had at once, in bytes.
    var peakMemory: Int
  }

  /// Runs a command in a project's folder, with the sandbox's token; its messages are dropped.
  /// - Parameter launcher: What starts the program instead, such as `taskset` and its arguments.
  init(
    _ kolsite: String, _ arguments: [String], in project: Project, launcher: [String] = []
  ) async throws {
    let ended = try await Self.run(launcher + [kolsite] + arguments + ["--json"], in: project.path)
    guard let report = try? JSONDecoder().decode(Report.self, from: ended.output) else {
      throw Failure("\(arguments) ended with wait status \(ended.status): \(ended.messages)")
    }
    self.report = report
    usage = ended.usage
  }

  /// What any program left.
  struct Ended {
    /// As `wait` gives it: 0 where all went well.
    let status: Int32
    let usage: Usage
    let output: Data
    let messages: String
  }

  /// Runs any program in a folder, which gets the files `usage.json`, `output.txt` and `messages.txt`.
  static func run(_ command: [String], in folder: String) async throws -> Ended {
    guard let own = Bundle.main.executablePath else { throw Failure("this program does not know its path") }
    let script = "cd \"$1\" && shift && exec \"$@\" >output.txt 2>messages.txt"
    let measuring =
      [own, Self.measuring, "\(folder)/usage.json", "/bin/sh", "-c", script, "sh", folder] + command
    _ = try await onAThread { try run(measuring) }
    let left = try JSONDecoder().decode(Left.self, from: read("\(folder)/usage.json"))
    return Ended(
      status: left.status, usage: left.usage, output: try read("\(folder)/output.txt"),
      messages: String(decoding: try read("\(folder)/messages.txt"), as: UTF8.self))
  }

  /// The first argument of this program where it is only to start another one and to write down what that one used.
  ///
  /// Linux counts as a process's memory also what the one had that started it, up to the moment when it becomes
  /// another program. So this one, which may have read a site into memory, is not to start what is measured.
  static let measuring = "measuring"

  /// - Parameter arguments: The file for what was used, and the command.
  static func measure(_ arguments: [String]) throws {
    guard let file = arguments.first else { throw Failure("\(measuring) needs a file") }
    let (status, usage) = try run(Array(arguments.dropFirst()))
    try JSONEncoder().encode(Left(status: status, usage: usage)).write(to: URL(fileURLWithPath: file))
  }

  private struct Left: Codable {
    let status: Int32
    let usage: Usage
  }

  private static func read(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Not in the way of the server, which runs in this process.
  private static func onAThread<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws
    -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
  }

  private static func run(_ command: [String]) throws -> (status: Int32, usage: Usage) {
    guard let program = command.first else { throw Failure("there is nothing to run") }
    var pid: pid_t = 0
    var arguments = strings(command)
    var variables = strings(["KOLSITE_TOKEN=\(Sandbox.token)", "PATH=/usr/bin:/bin"])
    defer { for text in arguments + variables { free(text) } }
    let start = ContinuousClock.now
    let problem = posix_spawn(&pid, program, nil, nil, &arguments, &variables)
    guard problem == 0 else { throw Failure("\(program) cannot be started (error \(problem))") }
    var status: Int32 = 0
    var used = rusage()
    while wait4(pid, &status, 0, &used) < 0, errno == EINTR {}
    #if canImport(Darwin)
      let unit = 1
    #else
      let unit = 1_024
    #endif
    let times = [used.ru_utime, used.ru_stime]
    return (
      status,
      Usage(
        seconds: (ContinuousClock.now - start) / .seconds(1),
        processorSeconds: times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 },
        peakMemory: Int(used.ru_maxrss) * unit)
    )
  }

  /// C strings with a nil behind them; the caller frees each.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}

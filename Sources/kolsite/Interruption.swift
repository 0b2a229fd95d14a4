import Dispatch
import Foundation

/// What ^C and a polite kill do: cancel the work, so that it can put things in order; the second time, end at once.
enum Interruption {
  /// Runs `work` in a task of its own that the first SIGINT, SIGTERM or SIGHUP cancels.
  static func cancelling<Result: Sendable>(
    _ work: @escaping @Sendable () async -> Result
  ) async -> Result {
    let task = Task { await work() }
    let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { _exit(128 + number) }
        task.cancel()
      }
      source.resume()
      return source
    }
    // A file that may not grow further is an error of the file's, as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    let result = await task.value
    for source in sources { source.cancel() }
    return result
  }
}

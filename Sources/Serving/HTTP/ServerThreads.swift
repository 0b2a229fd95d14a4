import Dispatch

/// Threads of the servers' own.
///
/// Those of Swift's tasks are as many as the machine has cores, and whoever renders a site or runs a test keeps one for
/// as long as it computes: a client would wait for its answer until it gives up.
package final class ServerThreads: TaskExecutor {
  package static let shared = ServerThreads()

  private let queue = DispatchQueue(label: "kolsite.server", attributes: .concurrent)

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

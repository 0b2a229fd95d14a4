package import FlyingSocks

/// What waits for the sockets of every server of this process.
package enum SharedPool {
  /// One for all, and never stopped: a pool of FlyingSocks that stops leaves a descriptor open, and FlyingSocks's own
  /// shared one is prepared twice where two servers start at once.
  package static let pool = Task.detached(executorPreference: ServerThreads.shared) {
    () throws -> any AsyncSocketPool in
    let pool: some AsyncSocketPool = .make(maxEvents: 64)
    try await pool.prepare()
    Task(executorPreference: ServerThreads.shared) { try await pool.run() }
    return pool
  }
}

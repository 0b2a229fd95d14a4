import FlyingSocks

/// What waits for the sockets of every server of this process.
enum SharedPool {
  /// One for all, and never stopped: a pool of FlyingSocks that stops leaves a descriptor open, and FlyingSocks's own
  /// shared one is prepared twice where two servers start at once.
  static let pool = Task.detached { () throws -> any AsyncSocketPool in
    let pool: some AsyncSocketPool = .make(maxEvents: 64)
    try await pool.prepare()
    Task { try await pool.run() }
    return pool
  }
}

package import FlyingSocks

/// What waits for the sockets of every server of this process.
package enum SharedPool {
  /// One for all, and never stopped: a pool of FlyingSocks that stops leaves a descriptor open, and FlyingSocks's own
  /// shared one is prepared twice where two servers start at once.
  package static let pool = Task.detached { () throws -> any AsyncSocketPool in
    #if canImport(Darwin)
      let pool = SettledPool(pool: SocketPool(queue: kQueue(maxEvents: 64)))
    #else
      let pool = SettledPool(pool: SocketPool(queue: ePoll(triggering: .level, maxEvents: 64)))
    #endif
    try await pool.prepare()
    Task { try await pool.run() }
    return pool
  }
}

/// A pool that has forgotten a descriptor when whoever waited for it goes on.
///
/// FlyingSocks's wakes them first. One that closes its socket at once can be faster; then the pool takes the next socket
/// of that number for one that it waits for already, and never wakes it. And it tells what became of the one before:
/// whether a connection is broken, only its own calls can tell.
private struct SettledPool<Queue: EventQueue>: AsyncSocketPool {
  let pool: SocketPool<Queue>

  func prepare() async throws { try await pool.prepare() }

  func run() async throws { try await pool.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    do {
      try await pool.suspendSocket(socket, untilReadyFor: events)
    } catch SocketError.disconnected {
      try Task.checkCancellation()
    } catch {
      await pool.settle()
      throw error
    }
    await pool.settle()
  }
}

extension SocketPool {
  /// Returns when the pool has finished what it was doing.
  fileprivate func settle() {}
}

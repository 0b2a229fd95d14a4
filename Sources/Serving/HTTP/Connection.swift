import FlyingSocks

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A client's connection, as bytes.
///
/// Everything that waits throws `CancellationError` at once where the task is cancelled.
struct Connection: Sendable {
  private let socket: Socket
  private let pool: any AsyncSocketPool

  /// Takes over a socket that was accepted; closes it where that fails.
  init(_ socket: Socket, pool: any AsyncSocketPool) throws {
    self.socket = socket
    self.pool = pool
    do {
      try socket.closeInChildren()
      try socket.setFlags(.nonBlocking)
      // An answer is one write: there is nothing to gather, and waiting for more would cost the client 40 ms.
      try socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
      #if canImport(Darwin)
        try socket.setValue(true, for: .noSIGPIPE)
      #endif
    } catch {
      try? socket.close()
      throw error
    }
  }

  /// What has come, at most 16 KiB at a time; waits for it. Empty once the client sends no more.
  /// - Throws: `SocketError` where the connection is broken.
  func read() async throws -> [UInt8] {
    while true {
      try Task.checkCancellation()
      do {
        return try socket.read(atMost: 1 << 14)
      } catch SocketError.blocked {
        try await pool.suspendSocket(socket, untilReadyFor: .read)
      } catch SocketError.disconnected {
        return []
      }
    }
  }

  /// Sends everything, as fast as the client reads.
  /// - Throws: `SocketError` where the client has gone.
  func write(_ bytes: [UInt8]) async throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      try Task.checkCancellation()
      do {
        rest = rest.dropFirst(try send(rest))
      } catch SocketError.blocked {
        try await pool.suspendSocket(socket, untilReadyFor: .write)
      }
    }
  }

  /// Returns when the client has ended the connection; what it sends until then is lost.
  /// - Throws: `SocketError` where it was broken instead.
  func waitForEnd() async throws {
    while try await !read().isEmpty {}
  }

  /// Ends what is sent, and waits a second for the client to do the same.
  ///
  /// Closing while something unread arrives would be a reset, and the client could lose an answer that it already has.
  func finish() async {
    guard shutdown(socket.file.rawValue, Int32(SHUT_WR)) == 0 else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await waitForEnd() }
      group.addTask { try? await Task.sleep(for: .seconds(1)) }
      await group.next()
      group.cancelAll()
    }
  }

  /// Makes ``close()`` a reset: the client gets an error and not an end.
  func resetWhenClosed() {
    // Without it the client still gets no answer.
    try? socket.setValue(linger(l_onoff: 1, l_linger: 0), for: LingerOption())
  }

  /// Closes the connection; nobody may use it any more.
  func close() {
    try? socket.close()
  }

  /// Sends without waiting; how many bytes went out.
  private func send(_ bytes: ArraySlice<UInt8>) throws -> Int {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    let (count, error) = bytes.withUnsafeBytes { buffer in
      #if canImport(Darwin)
        let count = Darwin.send(socket.file.rawValue, buffer.baseAddress, buffer.count, flags)
      #else
        let count = Glibc.send(socket.file.rawValue, buffer.baseAddress, buffer.count, flags)
      #endif
      return (count, errno)
    }
    switch error {
    case _ where count >= 0: return count
    case EINTR: return 0
    case EAGAIN, EWOULDBLOCK: throw SocketError.blocked
    default: throw SocketError.failed(type: "Send", errno: error, message: String(cString: strerror(error)))
    }
  }
}

/// What becomes of bytes that are still to be sent when a socket is closed.
private struct LingerOption: SocketOption {
  let name = SO_LINGER
  func makeValue(from socketValue: linger) -> linger { socketValue }
  func makeSocketValue(from value: linger) -> linger { value }
}

import FlyingSocks

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A port of 127.0.0.1 that clients connect to.
struct Listener: Sendable {
  /// The port that was taken.
  let port: Int
  private let socket: Socket
  private let pool: any AsyncSocketPool

  /// - Parameter port: 0 takes a free one.
  /// - Throws: `SocketError` where the port is not to be had.
  init(port: UInt16, pool: any AsyncSocketPool) throws {
    let socket = try Socket(domain: AF_INET)
    do {
      try socket.closeInChildren()
      try socket.setFlags(.nonBlocking)
      try socket.setValue(true, for: .localAddressReuse)
      try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
    } catch {
      try? socket.close()
      throw error
    }
    // Closes the socket itself where it fails.
    try socket.listen()
    guard case .ip4(_, let taken)? = try? socket.sockname() else {
      try? socket.close()
      throw SocketError.unsupportedAddress
    }
    self.port = Int(taken)
    self.socket = socket
    self.pool = pool
  }

  /// The next client; nil once the task is cancelled.
  ///
  /// FlyingSocks's own sequence of clients ends at the first error. But a client that leaves before it is accepted is
  /// no reason to stop, and neither is a process that has hardly a descriptor left: some become free when clients
  /// leave, and until then the others wait in the system's queue.
  func accept() async -> Connection? {
    while !Task.isCancelled {
      do {
        guard hasRoom else {
          await pause()
          continue
        }
        return try Connection(Socket(file: socket.accept().file), pool: pool)
      } catch SocketError.blocked {
        do {
          try await pool.suspendSocket(socket, untilReadyFor: .connection)
        } catch {
          await pause()
        }
      } catch SocketError.failed(_, ECONNABORTED, _) {
        continue
      } catch {
        await pause()
      }
    }
    return nil
  }

  /// Whether the process may still open as many files as it could need beside its clients.
  ///
  /// Dispatch ends a process that has none left: now and then it opens one to look at its threads.
  private var hasRoom: Bool {
    let next = fcntl(socket.file.rawValue, F_DUPFD_CLOEXEC, 0)
    guard next >= 0 else { return false }
    try? Socket(file: Socket.FileDescriptor(rawValue: next)).close()
    return next < sysconf(Int32(_SC_OPEN_MAX)) - 16
  }

  /// Refuses who comes from now on; whoever waits in ``accept()`` is to be cancelled, too.
  func refuse() {
    _ = shutdown(socket.file.rawValue, Int32(SHUT_RDWR))
  }

  /// Frees the port; nobody may be in ``accept()``.
  func close() {
    try? socket.close()
  }

  private func pause() async {
    try? await Task.sleep(for: .milliseconds(20))
  }
}

extension Socket {
  /// Keeps the socket from the programs that this one starts: they would hold the connection open.
  func closeInChildren() throws {
    guard fcntl(file.rawValue, F_SETFD, FD_CLOEXEC) != -1 else { throw SocketError.makeFailed("SetFlags") }
  }
}

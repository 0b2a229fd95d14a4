import CCurl
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The sockets that libcurl has open, and since when it has been busy with them without a pause.
///
/// libcurl looks at no clock while there is something to read: a server that sends frames without end which are no
/// part of an answer keeps it, and with it every other transfer, for as long as it likes. So another thread looks, and
/// cuts the connections.
final class Sockets: Sendable {
  /// How long libcurl may be busy with one transfer without a pause.
  static let patience: Duration = .seconds(3)

  private struct State {
    var open: Set<Int32> = []
    var busySince: ContinuousClock.Instant?
    var isCut = false
  }

  private let state = Mutex(State())

  /// Opens one as libcurl would.
  func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
    let socket = unsafe ccurl_new_socket(address)
    if socket != CURL_SOCKET_BAD { state.withLock { _ = $0.open.insert(socket) } }
    return socket
  }

  func close(_ socket: Int32) -> Int32 {
    // Under the lock, or another one could get the number before it is forgotten.
    state.withLock { state in
      state.open.remove(socket)
      #if canImport(Darwin)
        return Darwin.close(socket)
      #else
        return Glibc.close(socket)
      #endif
    }
  }

  /// Does what libcurl may be kept with.
  /// - Returns: Whether the connections had to be cut.
  func watch(_ work: () -> Void) -> Bool {
    state.withLock { $0.busySince = .now }
    work()
    return state.withLock { state in
      defer { state.isCut = false }
      state.busySince = nil
      return state.isCut
    }
  }

  /// Tells that libcurl has come to another transfer: many small things are no flood.
  func moveOn() {
    state.withLock { state in
      if state.busySince != nil { state.busySince = .now }
    }
  }

  /// Cuts all connections if libcurl has been busy for too long.
  func look(at now: ContinuousClock.Instant = .now, patience: Duration = patience) {
    state.withLock { state in
      guard let since = state.busySince, now - since > patience else { return }
      state.isCut = true
      for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
    }
  }
}

import CCurl
import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one thread that drives libcurl: everything that the library knows of transfers happens here.
///
///     get ─► inbox ─► multi handle ─► answers
///     cancel ─┘         ▲    │ waits for sockets, timers and a call of `wake`
///                       └────┘
final class Driver: Sendable {
  typealias Answer = Result<HTTPResponse, HTTPFailure>

  /// A request with its number, and who waits for its answer.
  private struct Order: Sendable {
    let number: Int
    let request: HTTPRequest
    let network: NetworkEnvironment
    let waiting: CheckedContinuation<Answer, Never>
  }

  /// What other threads leave for this one.
  private struct Inbox {
    var orders: [Order] = []
    var abandoned: [Int] = []
    var nextNumber = 0
    var isClosing = false
    /// Whether the multi handle may still be waked.
    var isRunning = true
    /// Whether everything of libcurl's is gone.
    var hasEnded = false
    var waitingForEnd: [CheckedContinuation<Void, Never>] = []
  }

  private let inbox = Mutex(Inbox())
  private let multi: MultiHandle
  private let sockets = Sockets()

  /// - Parameter connections: How many are kept open.
  /// - Throws: Where libcurl cannot be started.
  init(connections: Int) throws(HTTPFailure) {
    guard Self.isReady, let handle = unsafe curl_multi_init() else {
      throw HTTPFailure(.connection(.other), "libcurl could not be started")
    }
    multi = unsafe MultiHandle(handle: handle)
    _ = unsafe ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connections)
  }

  /// Whether the library could be set up, once a process.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Takes the thread for as long as the driver runs.
  func start() {
    // A source may be cancelled from any thread.
    nonisolated(unsafe) let watchman = DispatchSource.makeTimerSource(queue: .global())
    unsafe watchman.schedule(deadline: .now() + 1, repeating: 1)
    unsafe watchman.setEventHandler { [sockets] in sockets.look() }
    unsafe watchman.activate()
    DispatchQueue(label: "kolsite.http").async {
      self.run()
      unsafe watchman.cancel()
    }
  }

  /// The answer to a request, or why there is none.
  /// - Parameter outlivesTask: Whether the request of a cancelled task goes on; else it is given up.
  func answer(
    to request: HTTPRequest, _ network: NetworkEnvironment, outlivesTask: Bool
  ) async -> Answer {
    let number = inbox.withLock { inbox in
      inbox.nextNumber += 1
      return inbox.nextNumber
    }
    func wait() async -> Answer {
      await withCheckedContinuation { waiting in
        let order = Order(number: number, request: request, network: network, waiting: waiting)
        let isTaken = inbox.withLock { inbox in
          guard !inbox.isClosing else { return false }
          inbox.orders.append(order)
          if !outlivesTask, Task.isCancelled { inbox.abandoned.append(number) }
          wake(inbox)
          return true
        }
        if !isTaken { waiting.resume(returning: .failure(.abandoned)) }
      }
    }
    if outlivesTask { return await wait() }
    return await withTaskCancellationHandler {
      await wait()
    } onCancel: {
      inbox.withLock { inbox in
        inbox.abandoned.append(number)
        wake(inbox)
      }
    }
  }

  /// Gives up what is under way, ends all connections and the thread.
  func close() {
    inbox.withLock { inbox in
      inbox.isClosing = true
      wake(inbox)
    }
  }

  /// Returns when the thread has ended.
  func ended() async {
    await withCheckedContinuation { waiting in
      let hasEnded = inbox.withLock { inbox in
        if !inbox.hasEnded { inbox.waitingForEnd.append(waiting) }
        return inbox.hasEnded
      }
      if hasEnded { waiting.resume() }
    }
  }

  private func wake(_ inbox: borrowing Inbox) {
    if inbox.isRunning { _ = unsafe curl_multi_wakeup(multi.handle) }
  }

  // MARK: The thread

  private func run() {
    // A connection that its peer has closed is an error, and not the end of the process.
    var signals = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }

    var underWay: [Int: (transfer: Transfer, waiting: CheckedContinuation<Answer, Never>)] = [:]
    var numbers: [UnsafeMutableRawPointer: Int] = unsafe [:]

    func begin(_ order: Order) {
      do throws(HTTPFailure) {
        let transfer = try Transfer(order.request, order.network, sockets)
        guard unsafe curl_multi_add_handle(multi.handle, transfer.handle) == CURLM_OK else {
          throw HTTPFailure(.connection(.other), "libcurl takes no more transfers")
        }
        underWay[order.number] = (transfer, order.waiting)
        unsafe numbers[transfer.handle] = order.number
      } catch {
        order.waiting.resume(returning: .failure(error))
      }
    }
    func end(_ number: Int, _ answer: (Transfer) -> Answer) {
      guard let (transfer, waiting) = underWay.removeValue(forKey: number) else { return }
      unsafe numbers[transfer.handle] = nil
      _ = unsafe curl_multi_remove_handle(multi.handle, transfer.handle)
      waiting.resume(returning: answer(transfer))
    }

    while true {
      let (orders, abandoned, isClosing) = inbox.withLock { inbox in
        defer {
          inbox.orders = []
          inbox.abandoned = []
        }
        return (inbox.orders, inbox.abandoned, inbox.isClosing)
      }
      for order in orders { begin(order) }
      for number in isClosing ? Array(underWay.keys) : abandoned { end(number) { _ in .failure(.abandoned) } }
      if isClosing { break }

      let isCut = sockets.watch {
        var running: Int32 = 0
        _ = unsafe curl_multi_perform(multi.handle, &running)
      }
      var left: Int32 = 0
      while let message = unsafe curl_multi_info_read(multi.handle, &left) {
        guard unsafe message.pointee.msg == CURLMSG_DONE,
          let number = unsafe numbers[message.pointee.easy_handle]
        else { continue }
        let code = unsafe message.pointee.data.result
        end(number) { $0.result(code, isCut: isCut) }
      }
      // Should libcurl have had no descriptor for being waked, new requests wait for this long.
      if unsafe curl_multi_poll(multi.handle, nil, 0, 250, nil) != CURLM_OK { usleep(10_000) }
    }

    inbox.withLock { $0.isRunning = false }
    _ = unsafe curl_multi_cleanup(multi.handle)
    let waiting = inbox.withLock { inbox in
      inbox.hasEnded = true
      return inbox.waitingForEnd
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// A multi handle of libcurl's: the driver's thread uses it, and anyone may wake it.
@safe private struct MultiHandle: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer
}

extension HTTPFailure {
  public static let abandoned = HTTPFailure(.abandoned, "the request was given up")
}

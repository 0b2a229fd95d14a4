import HTTP

/// The requests under way: they outlive the cancellation of the run, because their answers may be paid for.
actor RequestsInFlight {
  private let transport: Transport
  private var tasks: [Int: Task<Exchange, Never>] = [:]
  private var count = 0
  private var isAbandoned = false

  init(_ transport: Transport) {
    self.transport = transport
  }

  func exchange(_ request: ProfileRequest) async -> Exchange {
    // One that had its turn before is too late as well.
    guard !isAbandoned else { return .failure(.abandoned) }
    let transport = transport
    let task = Task { await transport.exchange(request) }
    let number = count
    count += 1
    tasks[number] = task
    defer { tasks[number] = nil }
    return await task.value
  }

  /// Gives up all requests under way: there is nowhere left to put their answers.
  func abandon() {
    isAbandoned = true
    for task in tasks.values { task.cancel() }
  }
}

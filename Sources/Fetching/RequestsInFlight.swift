/// The requests under way: they outlive the cancellation of the run, because their answers may be paid for.
actor RequestsInFlight {
  private let transport: Transport
  private var tasks: [Int: Task<Exchange, Never>] = [:]
  private var count = 0

  init(_ transport: Transport) {
    self.transport = transport
  }

  func exchange(_ request: ProfileRequest) async -> Exchange {
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
    for task in tasks.values { task.cancel() }
  }
}

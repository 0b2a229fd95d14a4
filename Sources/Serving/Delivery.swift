extension SandboxAnswer {
  /// Sends the answer; waits where the fault is to wait.
  /// - Throws: Where the client has gone, or the task is cancelled.
  func send(to request: RequestHead, on connection: Connection) async throws -> LoopbackServer.Ending {
    let response = ResponseHead(status: status, fields: fields, to: request)
    switch delivery {
    case .reset:
      connection.resetWhenClosed()
      return .dropped
    case .hang:
      try await connection.waitForEnd()
      return .dropped
    // To HEAD, or where a script asks for a status that has no body: there is nothing to spoil.
    case _ where !response.hasBody:
      try await connection.write(response.head(length: body.count))
      return .open
    case .whole:
      try await connection.write(response.head(length: body.count) + body)
      return .open
    case .half(let isChunked):
      let half = body.prefix(body.count / 2)
      try await connection.write(
        response.head(length: isChunked ? nil : body.count) + (isChunked ? response.piece(half) : Array(half))
      )
      return .finished
    case .trickle:
      try await connection.write(response.head(length: nil))
      while true {
        try await connection.write(response.piece(" ".utf8))
        try await Task.sleep(for: .milliseconds(50))
      }
    case .repeated(let limit):
      try await connection.write(response.head(length: nil))
      let piece = response.piece(body)
      for _ in 0..<(limit / max(1, body.count)) { try await connection.write(piece) }
      try await connection.write(response.end)
      return .open
    }
  }

  private var fields: [(name: String, value: String)] {
    var fields = [("Content-Type", contentType)]
    if status == 405 { fields.append(("Allow", "GET")) }
    if let retryAfter { fields.append(("Retry-After", String(retryAfter))) }
    if let location { fields.append(("Location", location)) }
    return fields
  }
}

import FlyingSocks

/// HTTP on 127.0.0.1, for clients of this machine.
///
/// Each client has a task of its own, a head has a limit, and whatever waits for a client can be cancelled. There is no
/// limit of time: who is slow holds nothing but a descriptor, and where these run out the others wait.
struct LoopbackServer: Sendable {
  /// Answers a request on its connection, and says what becomes of that.
  let respond: @Sendable (RequestHead, Connection) async throws -> Ending

  /// What becomes of a connection after an answer.
  enum Ending: Sendable {
    /// The answer is whole, and the next one may follow.
    case open
    /// The answer is no longer than what was sent: the client is to see its end.
    case finished
    /// Nothing more is sent.
    case dropped
  }

  /// Answers until the task is cancelled. Then refuses new clients, ends the connections that it has, wherever they
  /// are, and returns; the port is free again.
  ///
  /// - Parameters:
  ///   - port: 0 takes a free one.
  ///   - onListening: Called once with the port.
  /// - Throws: ``SandboxFailure`` where it cannot listen on the port.
  func run(port: UInt16, onListening: (_ port: Int) -> Void) async throws(SandboxFailure) {
    let listener: Listener
    do {
      listener = try Listener(port: port, pool: await SharedPool.pool.value)
    } catch SocketError.failed(_, _, let message) {
      throw .cannotListen(port: Int(port), reason: message)
    } catch {
      throw .cannotListen(port: Int(port), reason: "\(error)")
    }
    onListening(listener.port)
    await withDiscardingTaskGroup { group in
      await withTaskCancellationHandler {
        while let connection = await listener.accept() {
          group.addTask { await serve(connection) }
        }
      } onCancel: {
        listener.refuse()
      }
      listener.close()
    }
  }

  /// Answers the requests of a connection until it ends.
  private func serve(_ connection: Connection) async {
    defer { connection.close() }
    var reader = RequestReader(connection)
    do {
      while let request = try await reader.next() {
        switch try await respond(request, connection) {
        case .open where request.keepsConnection: continue
        case .open, .finished: return await connection.finish()
        case .dropped: return
        }
      }
    } catch let refusal as RequestReader.Refusal {
      let status = refusal == .tooLong ? 431 : 400
      let fields = [("Content-Length", "0"), ("Connection", "close")]
      guard (try? await connection.write(ResponseHead.head(status: status, fields: fields))) != nil else {
        return
      }
      await connection.finish()
    } catch {
      // The client has gone, or the server ends.
      return
    }
  }
}

public import Model
import Synchronization

/// A call that the sandbox answered, without the token and without the address it came to.
public struct SandboxRequest: Sendable, Hashable {
  /// Nil where the path is no endpoint's.
  public let endpoint: Endpoint?
  /// Nil where no well-formed id was sent.
  public let kolID: KOLID?
  /// The day that was answered for.
  public let day: CalendarDay
  /// The HTTP status.
  public let status: Int
  /// The code in the envelope; nil where the answer was none.
  public let code: Int?

  public init(endpoint: Endpoint?, kolID: KOLID?, day: CalendarDay, status: Int, code: Int?) {
    self.endpoint = endpoint
    self.kolID = kolID
    self.day = day
    self.status = status
    self.code = code
  }
}

extension SandboxRequest: CustomStringConvertible {
  /// One line for a terminal.
  public var description: String {
    let place = endpoint?.name ?? "-"
    let answer = code.map { "code \($0), HTTP \(status)" } ?? "HTTP \(status)"
    return "\(place) \(kolID?.text ?? "-") \(day): \(answer)"
  }
}

extension SandboxRequest {
  init(_ call: SandboxCall, answered answer: SandboxAnswer, by api: SandboxAPI) {
    // A token in the wrong parameter must not reach a log as an id.
    let kolID = call.kolID.flatMap { $0.text == api.token ? nil : $0 }
    self.init(
      endpoint: call.endpoint, kolID: kolID, day: call.day(otherwise: api.day) ?? api.day,
      status: answer.status, code: answer.code)
  }
}

/// The calls that a sandbox answered, in the order of the answers.
public final class SandboxLog: Sendable {
  private let answered = Mutex<[SandboxRequest]>([])

  public init() {}

  /// Everything up to now.
  public var requests: [SandboxRequest] { answered.withLock { $0 } }

  /// Appends a call.
  public func append(_ request: SandboxRequest) {
    answered.withLock { $0.append(request) }
  }
}

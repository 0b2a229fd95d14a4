public import Faults
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
  /// The HTTP status; 0 where no answer was given.
  public let status: Int
  /// The code in the envelope; nil where the answer was none. An answer that is cut off has its code, too.
  public let code: Int?
  /// What a script put in the place of the contract's answer; nil for nothing.
  public let fault: Fault?

  public init(
    endpoint: Endpoint?, kolID: KOLID?, day: CalendarDay, status: Int, code: Int?, fault: Fault? = nil
  ) {
    self.endpoint = endpoint
    self.kolID = kolID
    self.day = day
    self.status = status
    self.code = code
    self.fault = fault
  }
}

extension SandboxRequest {
  init(_ call: SandboxCall, answered answer: SandboxAnswer, fault: Fault?, by api: SandboxAPI) {
    // A token in the wrong parameter must not reach a log as an id.
    let kolID = call.kolID.flatMap { $0.text == api.token ? nil : $0 }
    self.init(
      endpoint: call.endpoint, kolID: kolID, day: call.day(otherwise: api.day) ?? api.day,
      status: answer.delivery == .hang || answer.delivery == .reset ? 0 : answer.status,
      code: answer.code, fault: fault)
  }
}

/// A call in its place among the others of a server.
public struct SandboxLogEntry: Sendable, Hashable {
  public let request: SandboxRequest
  /// The order of arrival, from 1.
  public let number: Int
  /// How many microseconds after the server's start it came.
  public let microseconds: Int
  /// How many calls were being answered when it came, itself included.
  public let inFlight: Int

  /// A line of JSON, with its newline: `docs/sandbox.md` describes the members.
  public var json: String {
    let milliseconds = "\(microseconds / 1_000).\(String(1_000 + microseconds % 1_000).dropFirst())"
    let members: [(String, String?)] = [
      ("number", String(number)), ("milliseconds", milliseconds), ("inFlight", String(inFlight)),
      ("endpoint", request.endpoint.map { quoted($0.name) }),
      ("kolId", request.kolID.map { quoted($0.text) }),
      ("day", quoted(request.day.description)), ("status", String(request.status)),
      ("code", request.code.map(String.init)), ("fault", request.fault.map { quoted($0.description) }),
    ]
    return "{" + members.map { "\"\($0.0)\":\($0.1 ?? "null")" }.joined(separator: ",") + "}\n"
  }
}

/// The calls that a sandbox answers, in the order of their arrival.
public final class SandboxLog: Sendable {
  private let arrived = Mutex<[SandboxLogEntry]>([])

  public init() {}

  /// Everything up to now, with places and times.
  public var entries: [SandboxLogEntry] {
    arrived.withLock { $0.sorted { $0.number < $1.number } }
  }

  /// Everything up to now.
  public var requests: [SandboxRequest] { entries.map(\.request) }

  /// Appends a call.
  public func append(_ entry: SandboxLogEntry) {
    arrived.withLock { $0.append(entry) }
  }
}

import Faults
import Model

/// Turns the contract's answer into the one that a fault gives instead.
struct FaultyAnswer {
  let call: SandboxCall
  let id: KOLID
  let token: String
  let day: CalendarDay
  /// The contract's answer.
  let good: SandboxAnswer

  func answer(_ script: FaultScript.Answer) -> SandboxAnswer {
    var answer = answer(script.fault, field: script.field)
    if let status = script.status { answer.status = status }
    if let seconds = script.retryAfter { answer.retryAfter = seconds }
    return answer
  }

  private func answer(_ fault: Fault, field: String?) -> SandboxAnswer {
    switch fault {
    case .code(let code): .failure(code: code, "SANDBOX FAULT", status: 200)
    case .status(let status):
      .gateway(status: status, "Sandbox Fault", path: call.path, day: day)
    case .named(let name): answer(name, field: field)
    }
  }

  private func answer(_ name: Fault.Name, field: String?) -> SandboxAnswer {
    switch name {
    case .ok: return good
    case .reset: return delivered(.reset)
    case .hang: return delivered(.hang)
    case .trickle: return delivered(.trickle)
    case .truncated: return delivered(.half(isChunked: false))
    case .cutChunked: return delivered(.half(isChunked: true))
    case .redirect:
      var answer = SandboxAnswer.gateway(status: 302, "Found", path: call.path, day: day)
      answer.location = "\(call.path)?token=\(token)&\(call.endpoint?.idParameter ?? "")=\(id)"
      return answer
    case .html:
      return .file(
        Array("<!DOCTYPE html>\n<title>502</title>\n<h1>502 Bad Gateway</h1>\n".utf8),
        contentType: "text/html")
    case .empty: return body([])
    case .halfJSON: return body(Array(good.body.prefix(good.body.count / 2)))
    case .huge:
      var answer = body([UInt8](repeating: UInt8(ascii: " "), count: 1 << 20))
      answer.delivery = .repeated(upTo: 200_000_000)
      return answer
    case .wrongType:
      var answer = good
      answer.contentType = "text/html"
      return answer
    case .echoToken:
      return .failure(code: 500, BrokenProfile.spellings(of: token), status: 200)
    default:
      return body(BrokenProfile(good.body, day: day).body(name, of: id, token: token, field: field))
    }
  }

  private func delivered(_ delivery: SandboxAnswer.Delivery) -> SandboxAnswer {
    var answer = good
    answer.delivery = delivery
    return answer
  }

  private func body(_ bytes: [UInt8]) -> SandboxAnswer {
    var answer = good
    answer.body = bytes
    return answer
  }
}

import Model

/// The contract as a pure function: a call in, an answer out.
struct SandboxAPI: Sendable {
  let token: String
  /// The day for calls without `X-Sandbox-Date`.
  let day: CalendarDay

  func answer(_ call: SandboxCall) -> SandboxAnswer {
    let day = call.day(otherwise: day)
    func refusal(_ status: Int, _ error: String) -> SandboxAnswer {
      .gateway(status: status, error, path: call.path, day: day ?? self.day)
    }
    guard call.isForLoopback else { return refusal(421, "Misdirected Request") }
    guard call.method == "GET" else { return refusal(405, "Method Not Allowed") }
    if let endpoint = call.endpoint { return answer(call, at: endpoint, on: day) }
    if call.path == "/ping" { return .file(Array("pong\n".utf8), contentType: "text/plain;charset=UTF-8") }
    if let avatar = DrawnAvatar(path: call.path) { return .file(avatar.png, contentType: "image/png") }
    return refusal(404, "Not Found")
  }

  private func answer(_ call: SandboxCall, at endpoint: Endpoint, on day: CalendarDay?) -> SandboxAnswer {
    func refusal(_ reason: String) -> SandboxAnswer {
      .failure(code: 400, "PARAMETER ERROR: \(reason)", status: 400)
    }
    guard let query = call.query else {
      return refusal("the query is malformed or has a parameter twice")
    }
    guard let token = query["token"], Array(token.utf8) == Array(self.token.utf8) else {
      return .failure(code: 100, "TOKEN INVALID", status: 401)
    }
    guard let id = call.kolID else {
      return refusal("\(endpoint.idParameter) must be 24 lower-case hexadecimal digits")
    }
    if endpoint.takesAcceptCache, let flag = query["acceptCache"], !["true", "false"].contains(flag) {
      return refusal("acceptCache must be true or false")
    }
    guard let day else { return refusal("X-Sandbox-Date must be one day, YYYY-MM-DD") }
    guard let body = Self.profile(of: id, on: day) else {
      return .failure(code: 301, "FAILED, RETRY", status: 200)
    }
    return .profile(body)
  }

  /// The reply for a KOL on a day; nil where the API could not collect it.
  static func profile(of id: KOLID, on day: CalendarDay) -> [UInt8]? {
    if let reply = PublishedReply.all.first(where: { $0.id == id.text }) { return reply.body }
    guard let persona = Persona.all.first(where: { $0.id == id.text }) ?? .ofCrowd(id),
      !persona.isMissing(on: day)
    else { return nil }
    return SyntheticReply(persona: persona, day: day).body
  }
}

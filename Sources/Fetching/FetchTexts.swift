public import Model

extension Diagnostic {
  /// Tells why a KOL has no profile: the endpoint's path and the id, never the query or the whole address.
  init(_ failure: FetchFailure, _ problem: Problem, endpoint: Endpoint) {
    var what = problem.detail ?? "no profile came"
    if case .code(let code) = problem.outcome {
      what = "the API answers code \(code)" + (problem.message.map { " (\($0))" } ?? "")
    }
    var facts = [endpoint.path]
    if failure.attempts > 1 { facts.append("\(failure.attempts) attempts") }
    if let requestID = problem.requestID { facts.append("request \(requestID)") }
    self.init(
      .warning, "KOL \(failure.kolID): \(what) [\(facts.joined(separator: ", "))]",
      hint: problem.outcome.advice)
  }
}

extension Outcome {
  /// What to do next; nil where the message already says it.
  fileprivate var advice: String? {
    switch self {
    case .code(let code): codeAdvice(code)
    case .status(404), .status(410):
      "the API does not have this address: set `api.endpoint` in Content/site.yml to the other profile endpoint"
    case .redirect: "redirects are never followed: check `api.baseURL` in Content/site.yml"
    case .timeout:
      "the call may have been charged; raise `api.timeout` in Content/site.yml if this happens often"
    case .connection: "check the network and run kolsite again; what has arrived is not asked for again"
    case .unusable: "the call was charged and will not be repeated in this run; check the id in the roster"
    case .status, .unreadable, .tooLarge: nil
    }
  }
}

/// What to do about a code of the API; nil where nothing is known.
private func codeAdvice(_ code: Int64) -> String? {
  switch code {
  case 100: "the token is wrong or not active: check KOLSITE_TOKEN"
  case 301, 500, 503:
    "the API could not collect the profile and does not charge for it: run kolsite again later"
  case 302: "lower `api.concurrency` and `api.requestsPerSecond` in Content/site.yml"
  case 303: "the day's quota is used up: run kolsite again tomorrow; what has arrived is not asked for again"
  case 400: "check the id in the roster: it must be the creator's Xiaohongshu user id"
  case 600:
    "the account may not call this endpoint: enable it in the vendor's dashboard or change `api.endpoint` in Content/site.yml"
  case 601, 602: "top up the balance in the vendor's dashboard, then run kolsite again"
  default: nil
  }
}

extension StopReason {
  /// Tells why the run ended early and what to do next.
  public var diagnostic: Diagnostic {
    let said = message.map { " (\($0))" } ?? ""
    let request = requestID.map { " [request \($0)]" } ?? ""
    switch cause {
    case .account, .quota:
      let code = code ?? 0
      return Diagnostic(
        .error, "fetching stopped: the API answers code \(code)\(said)\(request)", hint: codeAdvice(code))
    case .unreachable:
      return Diagnostic(
        .error, "fetching stopped: \(RetryPolicy.failuresInARow) KOLs in a row got no usable answer",
        hint: "check the network and the vendor's status, then run kolsite again")
    case .callLimit:
      return Diagnostic(
        .warning, "fetching stopped: the run has made all the calls that `api.maxCalls` allows",
        hint: "run kolsite again for the rest, or raise `api.maxCalls` in Content/site.yml")
    case .interrupted:
      return Diagnostic(
        .warning, "fetching stopped: interrupted",
        hint: "run kolsite again; what has arrived is not asked for again")
    }
  }
}

public import Model

extension Diagnostic {
  /// Tells why a KOL has no profile: the endpoint's path and the id, never the query or the whole address.
  init(_ failure: FetchFailure, _ problem: Problem, endpoint: Endpoint) {
    var what = problem.detail ?? "no profile came"
    if case .status(let status) = problem.outcome, failure.reason == .endpointGone {
      what = "the endpoint \(endpoint.name) is gone (HTTP \(status))"
    }
    if case .code(let code) = problem.outcome {
      what = "the API answers code \(code)" + (problem.message.map { " (\($0))" } ?? "")
    }
    var facts = [endpoint.path]
    if failure.attempts > 1 { facts.append("\(failure.attempts) attempts") }
    if let requestID = problem.requestID { facts.append("request \(requestID)") }
    self.init(
      .warning, "KOL \(failure.kolID): \(what) [\(facts.joined(separator: ", "))]",
      hint: problem.advice ?? problem.outcome.advice(endpoint, isKept: problem.paidBody != nil))
  }
}

extension Outcome {
  /// What to do next; nil where the message already says it.
  /// - Parameter isKept: Whether the answer is set aside.
  fileprivate func advice(_ endpoint: Endpoint, isKept: Bool) -> String? {
    switch self {
    case .code(let code): codeAdvice(code)
    case .status(404), .status(410): wayOver(from: endpoint)
    case .status(429): codeAdvice(302)
    case .redirect: "redirects are never followed: check `api.baseURL` in Content/site.yml"
    case .timeout:
      "the call may have been charged; raise `api.timeout` in Content/site.yml if this happens often"
    case .connection, .cutOff:
      "check the network and run kolsite again; what has arrived is not asked for again"
    case .unusable:
      "the answer was charged: it is kept in the archive (`aside`), and the KOL is asked again when `refresh` has passed"
    case .unreadable where isKept:
      "the answer may have been charged: it is kept in the archive (`aside`), and the KOL is asked again when `refresh` has passed"
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
  case 302:
    "run kolsite again later; lower `api.requestsPerSecond` in Content/site.yml if this happens often"
  case 303: "the day's quota is used up: run kolsite again tomorrow; what has arrived is not asked for again"
  case 400: "check the id in the roster: it must be the creator's Xiaohongshu user id"
  case 600:
    "the account may not call this endpoint: enable it in the vendor's dashboard or change `api.endpoint` in Content/site.yml"
  case 601, 602: "top up the balance in the vendor's dashboard, then run kolsite again"
  default: nil
  }
}

/// The setting that leads to another endpoint with the same fields.
private func wayOver(from endpoint: Endpoint) -> String? {
  let others = Endpoint.profiles.filter { $0 != endpoint }
  guard let other = endpoint.successor ?? others.first?.name else { return nil }
  return "set `endpoint: \(other)` under `api` in Content/site.yml: it gives the same fields"
}

extension FetchSummary {
  /// Tells that the run was slowed by the API's limit, and which setting avoids that; nil where it was not.
  public func rateDiagnostic(_ api: Settings.API) -> Diagnostic? {
    guard rateLimited > 0, stopReason?.cause != .rateLimited else { return nil }
    let refused = "the API refused \(rateLimited) of \(calls) requests for their rate"
    guard let allowed = allowedPerSecond else {
      return Diagnostic(
        .note, "\(refused); they cost nothing, and the run went slower",
        hint: "lower `api.requestsPerSecond` in Content/site.yml if this happens often")
    }
    let rounded = allowed < 10 ? (allowed * 10).rounded() / 10 : allowed.rounded()
    let number = rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    // A little less than the limit is never refused.
    let better = max(1, Int(allowed * 0.96))
    return Diagnostic(
      .note, "\(refused); it allows about \(number) a second",
      hint: better < api.requestsPerSecond
        ? "set `requestsPerSecond: \(better)` under `api` in Content/site.yml" : nil)
  }
}

extension StopReason {
  /// Tells why the run ended early and what to do next.
  /// - Parameter endpoint: The one that was asked.
  public func diagnostic(_ endpoint: Endpoint) -> Diagnostic {
    let said = message.map { " (\($0))" } ?? ""
    let request = requestID.map { " [request \($0)]" } ?? ""
    switch cause {
    case .account, .quota:
      let code = code ?? 0
      return Diagnostic(
        .error, "fetching stopped: the API answers code \(code)\(said)\(request)", hint: codeAdvice(code))
    case .unreachable:
      return Diagnostic(
        .error,
        "fetching stopped: \(Circuit.silences) KOLs in a row got no usable answer, and neither did "
          + "one more after a pause of \(Circuit.pause.components.seconds) s",
        hint: "check the network and the vendor's status, then run kolsite again")
    case .rateLimited:
      return Diagnostic(
        .error,
        "fetching stopped: the API refuses every request for its rate, however slowly they come\(said)\(request)",
        hint: "find out whether another program uses the same token; else run kolsite again later")
    case .endpointGone:
      return Diagnostic(
        .error, "fetching stopped: the API no longer has the endpoint \(endpoint.name)",
        hint: wayOver(from: endpoint))
    case .refused:
      let what = code.map { "code \($0)\(said)" } ?? message ?? "a refusal"
      return Diagnostic(
        .error,
        "fetching stopped: \(Circuit.refusals) KOLs in a row met the same refusal: \(what)\(request)",
        hint: "check `api` in Content/site.yml, then ask the vendor's support")
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

import Model

/// The key `api` of `Content/site.yml`.
struct APISection {
  var reader: ValueReader

  mutating func read(_ node: YAMLNode) -> Settings.API {
    var api = Settings.API()
    let keys = [
      "environment", "baseURL", "allowInsecure", "endpoint", "acceptCache", "timeout", "concurrency",
      "requestsPerSecond", "burst", "maxCalls",
    ]
    guard let values = reader.mapping(node, "`api`", keys: keys) else { return api }
    let address = readAddress(values)
    if let environment = address.environment { api.environment = environment }
    if let endpoint = values["endpoint"].flatMap({
      reader.choice($0, "`endpoint`", Endpoint.profiles.map { ($0.name, $0) })
    }) {
      api.endpoint = endpoint
    }
    api.acceptCache = values["acceptCache"].flatMap { reader.flag($0, "`acceptCache`") }
    if let seconds = values["timeout"].flatMap({ readTimeout($0, isLoopback: address.isLoopback) }) {
      api.timeoutSeconds = seconds
    }
    if let count = values["concurrency"].flatMap({ reader.integer($0, "`concurrency`", in: 1...256) }) {
      api.concurrency = count
    }
    if let rate = values["requestsPerSecond"].flatMap({
      reader.integer($0, "`requestsPerSecond`", in: 1...1_000)
    }) {
      api.requestsPerSecond = rate
    }
    if let burst = values["burst"].flatMap({ reader.integer($0, "`burst`", in: 1...1_000) }) {
      api.burst = burst
    }
    api.maxCalls = values["maxCalls"].flatMap { reader.integer($0, "`maxCalls`", in: 1...Int.max) }
    return api
  }

  /// Where the API is; nil for the default or where something is wrong with it.
  private mutating func readAddress(
    _ values: [String: YAMLNode]
  ) -> (environment: Settings.Environment?, isLoopback: Bool) {
    let allowInsecure = values["allowInsecure"].map { reader.flag($0, "`allowInsecure`") } ?? false
    var environment: Settings.Environment?
    if let node = values["environment"] {
      environment = reader.choice(node, "`environment`", [("global", .global), ("cn", .cn)])
      if environment == .cn { checkClearText(allowInsecure, at: node.position) }
    }
    guard let node = values["baseURL"] else { return (environment, false) }
    let url = readBaseURL(node)
    if values["environment"] != nil {
      reader.error(
        "`baseURL` and `environment` exclude each other", at: node.position, hint: "remove one of the two")
      return (nil, url?.isLoopback ?? false)
    }
    return (url.map(Settings.Environment.custom), url?.isLoopback ?? false)
  }

  /// - Parameter isAllowed: Nil where `allowInsecure` is wrong, which has been said.
  private mutating func checkClearText(_ isAllowed: Bool?, at position: TextPosition) {
    switch isAllowed {
    case false?:
      reader.error(
        "`environment: cn` is reached over plain http, so the token would cross the network in clear",
        at: position,
        hint: "use `global`, or accept the risk with `allowInsecure: true`")
    case true?:
      reader.warn(
        "the token crosses the network in clear: `environment: cn` is reached over plain http", at: position,
        hint: "use `global` where you can, and replace the token often")
    case nil: break
    }
  }

  private mutating func readBaseURL(_ node: YAMLNode) -> BaseURL? {
    let example = "write scheme, host and port only, such as http://127.0.0.1:8080"
    guard let text = reader.scalar(node, "`baseURL`", "an address") else { return nil }
    do throws(BaseURL.Mistake) {
      return try BaseURL(text)
    } catch {
      // The address itself is not repeated: a user part can hold a secret.
      let (message, hint) =
        switch error {
        case .scheme: ("`baseURL` must begin with https://, or with http:// for this machine", example)
        case .user: ("`baseURL` must not hold a user or a password", example)
        case .path: ("`baseURL` must not have a path, a query or a fragment", example)
        case .host: ("`baseURL` has no valid host", example)
        case .port: ("`baseURL` has no valid port", example)
        case .clearText:
          (
            "`baseURL` is plain http, so the token would cross the network in clear",
            "use https; plain http is for this machine only (127.0.0.1, ::1, localhost)"
          )
        }
      reader.error(message, at: node.position, hint: hint)
      return nil
    }
  }

  /// An answer can take a minute, and one given up on may still be charged. The built-in sandbox and a
  /// test's server are on this machine and cost nothing.
  private mutating func readTimeout(_ node: YAMLNode, isLoopback: Bool) -> Int? {
    reader.duration(
      node, "`timeout`", units: ["s": 1, "m": 60], in: (isLoopback ? 1 : 60)...3_600,
      isLoopback
        ? "from 1s to 60m, such as 5s" : "from 60s to 60m, such as 90s or 2m")
  }
}

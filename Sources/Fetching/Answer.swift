import HTTP
import Model
import Replies
import Synchronization

/// What one attempt brought.
enum Answer: Sendable, Hashable {
  /// The body is as received, unless the server sent the token in it.
  case profile(ArrivedReply, body: [UInt8])
  case problem(Problem)
}

/// Why an attempt brought no profile; every text is safe to print.
struct Problem: Sendable, Hashable {
  let outcome: Outcome
  /// What the API says.
  var message: String?
  var requestID: String?
  /// What kolsite says, where the outcome alone does not tell enough.
  var detail: String?
  /// What to do next, where the outcome alone does not tell enough.
  var advice: String?
  var retryAfter: Duration?
  /// Whether a whole HTTP answer came.
  var isAnswered = true
  /// The body of an answer that was charged, or may have been, and is no profile of the KOL; without the token. Nil for
  /// what nobody charges for.
  var paidBody: [UInt8]?
}

/// A reader for the answers of all tasks: they come far more slowly than they are read.
private final class SharedJSONReader: Sendable {
  private let reader = Mutex(JSONReader())

  func arrival(_ body: [UInt8], of id: KOLID) throws -> ArrivedReply {
    try reader.withLock { try $0.arrival(body, of: id) }
  }
}

/// Reads answers: the body's code first, whatever the HTTP status is.
struct AnswerReader: Sendable {
  let text: ServerText
  /// The time that a date in `Retry-After` is held against.
  let now: @Sendable () -> Timestamp
  private let json = SharedJSONReader()

  func read(_ exchange: Exchange, of id: KOLID) -> Answer {
    switch exchange {
    case .failure(let failure):
      return .problem(problem(failure))
    case .success(let answer) where (300...399).contains(answer.status) && answer.header("Location") != nil:
      return .problem(redirect(answer))
    case .success(let answer):
      return read(answer, of: id)
    }
  }

  private func redirect(_ answer: HTTPResponse) -> Problem {
    let host = redirectHost(answer.header("Location")) ?? "another address"
    return Problem(outcome: .redirect, detail: "the server redirects to \(host)")
  }

  private func problem(_ failure: HTTPFailure) -> Problem {
    let said = text.cleaned(failure.text) ?? "no reason given"
    // A status that tells of no success says enough, whatever is wrong with the rest.
    if let partial = failure.partial, !(200...299).contains(partial.status), failure.reason != .abandoned {
      var problem =
        (300...399).contains(partial.status)
        ? redirect(partial) : problem(ofStatus: partial, detail: "HTTP status \(partial.status) (\(said))")
      problem.isAnswered = failure.reason == .unreadable
      return problem
    }
    switch failure.reason {
    case .connection(let step):
      return Problem(
        outcome: .connection, detail: "the connection failed (\(said))", advice: step.advice,
        isAnswered: false)
    case .abandoned:
      return Problem(outcome: .connection, detail: "the request was given up", isAnswered: false)
    case .timeout:
      return Problem(
        outcome: .timeout, detail: "no whole answer came in time (\(said))", isAnswered: false)
    case .cutOff:
      let what = failure.partial == nil ? "the connection ended without an answer" : "the answer was cut off"
      return Problem(outcome: .cutOff, detail: "\(what) (\(said))", isAnswered: false)
    case .tooLarge:
      return Problem(outcome: .tooLarge, detail: said, isAnswered: false)
    case .unreadable:
      return Problem(
        outcome: .unreadable, detail: "the answer cannot be read (\(said))",
        paidBody: failure.partial.map { text.token.redact($0.body) })
    }
  }

  private func read(_ answer: HTTPResponse, of id: KOLID) -> Answer {
    // The body is archived, so the token is taken out of it first.
    let body = text.token.redact(answer.body)
    do {
      return .profile(try json.arrival(body, of: id), body: body)
    } catch let problem as ReplyProblem {
      return .problem(self.problem(problem, of: answer, body: body))
    } catch {
      let detail = body.isEmpty ? "the answer is empty" : "the answer is \(error)"
      return .problem(withoutEnvelope(answer, body: body, detail: detail))
    }
  }

  private func problem(_ problem: ReplyProblem, of answer: HTTPResponse, body: [UInt8]) -> Problem {
    switch problem {
    case .failureCode(let code, let message, let requestID):
      Problem(
        outcome: .code(code), message: text.cleaned(message), requestID: text.cleaned(requestID),
        retryAfter: wait(answer.header("Retry-After")))
    case .notJSON, .noCode:
      withoutEnvelope(answer, body: body, detail: problem.description)
    case .noData, .noUserID, .otherUser, .ambiguous:
      Problem(outcome: .unusable, detail: text.cleaned(problem.description), paidBody: body)
    }
  }

  private func withoutEnvelope(_ answer: HTTPResponse, body: [UInt8], detail: String) -> Problem {
    guard !(200...299).contains(answer.status) else {
      return Problem(
        outcome: .unreadable, detail: detail + whatItIsCalled(answer),
        paidBody: body.isEmpty || Self.isPage(body) ? nil : body)
    }
    return problem(ofStatus: answer, detail: "HTTP status \(answer.status)")
  }

  private func problem(ofStatus answer: HTTPResponse, detail: String) -> Problem {
    Problem(
      outcome: .status(answer.status), detail: detail, retryAfter: wait(answer.header("Retry-After")))
  }

  /// The host of an absolute `Location`; nil where it has none that is made of ordinary characters.
  private func redirectHost(_ location: String?) -> String? {
    guard let bytes = location.map({ Array($0.utf8) }),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8)
    else { return nil }
    let authority = bytes[(colon + 3)...].prefix { !"/?#\\".utf8.contains($0) }
    let host = authority.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last ?? []
    let name = host.prefix { $0 != UInt8(ascii: ":") }
    let isOrdinary = name.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
        || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    return isOrdinary && !name.isEmpty ? text.cleaned(String(decoding: name, as: UTF8.self)) : nil
  }

  /// What the headers say of a body that is not what it should be, in parentheses; empty where they say nothing.
  private func whatItIsCalled(_ answer: HTTPResponse) -> String {
    let words = [
      text.cleaned(answer.header("Content-Type")).map { "called \($0)" },
      text.cleaned(answer.header("Content-Encoding")).map { "compressed as \($0)" },
    ].compactMap { $0 }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }

  /// Whether a body is the page of something that stands between here and the API, which charges for nothing.
  private static func isPage(_ body: [UInt8]) -> Bool {
    body.first { $0 > UInt8(ascii: " ") } == UInt8(ascii: "<")
  }

  /// How long `Retry-After` asks to wait, in seconds or up to a date; nil for a date that has passed, a negative
  /// number or nonsense.
  private func wait(_ header: String?) -> Duration? {
    guard let header, !header.utf8.isEmpty else { return nil }
    guard header.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      guard let date = httpDate(header) else { return nil }
      let seconds = date - now().secondsSinceEpoch
      return seconds > 0 ? .seconds(min(seconds, Self.longestWait)) : nil
    }
    return .seconds(min(Int(header) ?? Self.longestWait, Self.longestWait))
  }

  /// A day, in seconds: nobody waits so long, and no number overflows.
  private static let longestWait = 86_400
}

extension HTTPFailure.Step {
  /// What to do about it; nil where nothing more is known than that there is no connection.
  fileprivate var advice: String? {
    switch self {
    case .name:
      "check `api.baseURL` and this machine's name service; where a proxy leads out, set HTTPS_PROXY"
    case .proxy: "check the proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names, and NO_PROXY"
    case .certificate: "where the network inspects TLS, name its certificates in SSL_CERT_FILE"
    case .other: nil
    }
  }
}

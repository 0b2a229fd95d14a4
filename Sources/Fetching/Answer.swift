import Model
import Replies

/// What an exchange with the server brought, before anyone has read it.
enum Exchange: Sendable, Hashable {
  case answer(HTTPAnswer)
  case failure(Outcome, detail: String)
}

/// A whole HTTP answer.
struct HTTPAnswer: Sendable, Hashable {
  let status: Int
  let location: String?
  let retryAfter: String?
  let body: [UInt8]
}

/// What one attempt brought.
enum Answer: Sendable, Hashable {
  /// The body is as received, unless the server sent the token in it.
  case profile(DecodedReply, body: [UInt8])
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
  var retryAfter: Duration?
  /// Whether a whole HTTP answer came.
  var isAnswered = true
  /// The body of an answer that was charged and is no profile of the KOL, without the token; nil otherwise.
  var paidBody: [UInt8]?
}

/// Reads answers: the body's code first, whatever the HTTP status is.
struct AnswerReader: Sendable {
  let text: ServerText

  func read(_ exchange: Exchange, of id: KOLID) -> Answer {
    switch exchange {
    case .failure(let outcome, let detail):
      return .problem(Problem(outcome: outcome, detail: detail, isAnswered: false))
    case .answer(let answer) where (300...399).contains(answer.status):
      let host = redirectHost(answer.location) ?? "another address"
      return .problem(Problem(outcome: .redirect, detail: "the server redirects to \(host)"))
    case .answer(let answer):
      return read(answer, of: id)
    }
  }

  private func read(_ answer: HTTPAnswer, of id: KOLID) -> Answer {
    // The body is archived, so the token is taken out of it first.
    let body = text.token.redact(answer.body)
    var reader = JSONReader()
    do {
      let reply = try reader.read(body) { try decodeProfile($0, expecting: id) }
      return .profile(reply, body: body)
    } catch let problem as ReplyProblem {
      return .problem(self.problem(problem, of: answer, body: body))
    } catch {
      let detail = body.isEmpty ? "the answer is empty" : "the answer is \(error)"
      return .problem(withoutEnvelope(answer, detail: detail))
    }
  }

  private func problem(_ problem: ReplyProblem, of answer: HTTPAnswer, body: [UInt8]) -> Problem {
    switch problem {
    case .failureCode(let code, let message, let requestID):
      Problem(
        outcome: .code(code), message: text.cleaned(message), requestID: text.cleaned(requestID),
        retryAfter: seconds(answer.retryAfter))
    case .notJSON, .noCode:
      withoutEnvelope(answer, detail: problem.description)
    case .noData, .noUserID, .otherUser, .ambiguous:
      Problem(outcome: .unusable, detail: text.cleaned(problem.description), paidBody: body)
    }
  }

  private func withoutEnvelope(_ answer: HTTPAnswer, detail: String) -> Problem {
    guard !(200...299).contains(answer.status) else {
      return Problem(outcome: .unreadable, detail: detail)
    }
    return Problem(
      outcome: .status(answer.status), detail: "HTTP status \(answer.status)",
      retryAfter: seconds(answer.retryAfter))
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

  /// `Retry-After` in whole seconds; nil for a date, a negative number or nonsense.
  private func seconds(_ header: String?) -> Duration? {
    guard let header, let first = header.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return nil }
    return Int64(header).map { .seconds(min($0, 86_400)) }
  }
}

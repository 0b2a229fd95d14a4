import CommandSupport
import Fetching
import Model

/// The token of a run, and what may be in no published file; looked up once, used only where needed.
struct Credentials: Sendable {
  /// The real token, also in a run that asks the sandbox. Empty where there is none, or none that the
  /// API could have issued: so short a text is found by chance on any page.
  let secrets: [[UInt8]]
  let warnings: [Diagnostic]
  private let found: Result<String, RunFailure>
  private let sandboxToken: String?

  init(_ environment: RunEnvironment) {
    do throws(RunFailure) {
      let own = try environment.tokenSource.read()
      let isToken = own.flatMap { try? APIToken($0.token) } != nil
      secrets = own.flatMap { isToken ? [Array($0.token.utf8)] : nil } ?? []
      warnings = own?.warnings ?? []
      found =
        own.map { .success($0.token) }
        ?? .failure(
          RunFailure(
            .account, "there is no API token",
            hint: "set the environment variable KOLSITE_TOKEN, or try --sandbox, which needs none"))
    } catch {
      secrets = []
      warnings = []
      found = .failure(error)
    }
    sandboxToken = environment.sandboxToken
  }

  /// The token for requests.
  /// - Throws: Where there is none, or none that can be one.
  func token() throws(RunFailure) -> APIToken {
    let text = if let sandboxToken { sandboxToken } else { try found.get() }
    do throws(APITokenProblem) {
      return try APIToken(text)
    } catch {
      throw RunFailure(
        .account, error.description,
        hint: "check the environment variable KOLSITE_TOKEN, or the file that KOLSITE_TOKEN_FILE names")
    }
  }
}

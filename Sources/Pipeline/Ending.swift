import Archiving
import CommandSupport
import HTTP
import Model
import Publishing

extension RunFailure {
  /// What an error means for a run: the one place where the errors of the stages get a status and words.
  init(ending error: any Error, in step: String? = nil) {
    switch error {
    case let error as StepError: self.init(ending: error.cause, in: error.step)
    case let failure as RunFailure: self = failure
    case let error as InvalidInput: self.init(.invalidInput, error.diagnostics)
    case let error as ArchiveError: self.init(.archive, [error.diagnostic])
    case let error as PublishingError: self.init(error.status, error.diagnostics)
    case let error as NetworkProblem: self.init(error.status, error.description, hint: error.advice)
    case let error as HTTPFailure: self.init(.unavailable, "nobody could be asked: \(error)")
    case is CancellationError:
      self = .interrupted(hint: "what was fetched is kept; run the same command again")
    default: self = .unexpected(error, while: step)
    }
  }
}

extension PublishingError {
  fileprivate var status: ExitStatus {
    if case .unusableFolder = self { .usage } else { .unpublished }
  }

  /// One for each link that leads nowhere: a message is one line.
  fileprivate var diagnostics: [Diagnostic] {
    guard case .brokenLinks(let links, let total) = self else { return [diagnostic] }
    let all = links.map { link in
      Diagnostic(
        .error, "\(link.page) would have a link that leads nowhere, `\(link.link)`: \(link.problem.rawValue)",
        hint: "correct it in the page, the note or the template that this page is made from")
    }
    let more = Diagnostic(.error, "\(total - links.count) more links lead nowhere")
    return total > links.count ? all + [more] : all
  }
}

extension NetworkProblem {
  fileprivate var status: ExitStatus {
    switch self {
    case .proxy, .certificates: .usage
    // The settings ask for more requests at once than the process may make.
    case .descriptors: .invalidInput
    }
  }
}

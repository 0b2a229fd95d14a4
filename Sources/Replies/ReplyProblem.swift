/// Why an answer holds no profile of the KOL that was asked for.
public enum ReplyProblem: Error, Sendable, Hashable {
  /// The answer is not JSON or not an object.
  case notJSON
  /// The object has no code, so it is not the API's envelope.
  case noCode
  /// The API says that the call failed.
  case failureCode(code: Int64, message: String?, requestID: String?)
  /// The data is missing, null, or not an object.
  case noData
  /// The data has no user id, or one that cannot be an id.
  case noUserID
  /// The data is of another creator.
  case otherUser(found: String)
  /// A key that decides the answer's meaning (`code`, `data`, `userId`) occurs twice with different values.
  case ambiguous
}

extension ReplyProblem: CustomStringConvertible {
  /// The text still holds what the server sent: whoever prints it cleans it.
  public var description: String {
    switch self {
    case .notJSON: "the answer is not a JSON object"
    case .noCode: "the answer has no code"
    case .failureCode(let code, let message, _): "code \(code)\(message.map { ": \($0)" } ?? "")"
    case .noData: "the answer has no data"
    case .noUserID: "the data has no user id"
    case .otherUser(let found): "the data is of another creator (\(found))"
    case .ambiguous: "the answer says two things under one key"
    }
  }
}

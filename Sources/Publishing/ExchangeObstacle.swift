public import Files

/// What an exchange would lose, or take from those who hold it.
public enum ExchangeObstacle: Sendable, Hashable {
  case mountPoint(String)
  /// What is mounted shows the folder, or a part of it, at this path, perhaps only in a container.
  case mountedElsewhere(String)
  case repository
  /// A link, a pipe, a socket or a folder that kolsite did not write.
  case foreign(String)
  /// The folder (the empty path), or something in it, is another user's.
  case otherUser(String)
  /// A file that kolsite did not write and that is too large to be searched for the token.
  case tooLarge(String)
  /// The folder, or one of kolsite's in it, has a group or a list of users that a new one would not have.
  case rights
  /// The folder cannot be renamed, or nothing can be made beside it.
  case refused(FileError)
}

extension ExchangeObstacle: CustomStringConvertible {
  /// The end of a sentence that begins with the folder's path.
  public var description: String {
    switch self {
    case .mountPoint(let point): "has something mounted at \(point)"
    case .mountedElsewhere(let place):
      "is also mounted at \(place), which an exchange would leave with the old site"
    case .repository: "is a repository"
    case .foreign(let path): "holds \(path), which kolsite did not write and an exchange would lose"
    case .otherUser(let path): "\(path.isEmpty ? "belongs" : "holds \(path), which belongs") to another user"
    case .tooLarge(let path): "holds \(path), which is too large to be searched for the token"
    case .rights: "has, or holds a folder that has, a group or an access list that a new one would not have"
    case .refused(let error): "cannot be exchanged (\(error.reason))"
    }
  }
}

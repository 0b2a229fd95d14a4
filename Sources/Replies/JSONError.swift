/// Why a text could not be read as JSON.
public enum JSONError: Error, Sendable, Hashable {
  /// A syntax error, a cut text, content after the value, or half of a surrogate pair.
  ///
  /// The offset is where reading stopped, in bytes from the start; nil where that is not known.
  case invalid(offset: Int?)
  case notUTF8
  /// Arrays and objects lie more than 64 deep within each other.
  case tooDeep
  /// More than 64 MiB.
  case tooLarge
  case outOfMemory
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalid(let offset?): "not valid JSON near byte \(offset)"
    case .invalid(nil): "not valid JSON"
    case .notUTF8: "not valid UTF-8"
    case .tooDeep: "JSON nested more than 64 deep"
    case .tooLarge: "JSON of more than 64 MiB"
    case .outOfMemory: "no memory left to read the JSON"
    }
  }
}

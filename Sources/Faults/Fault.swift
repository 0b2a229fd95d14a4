/// One way for an answer to be unlike the contract's.
public enum Fault: Sendable, Hashable {
  /// The envelope without data, under a code.
  case code(Int)
  /// The gateway's body, which is no envelope, under an HTTP status.
  case status(Int)
  case named(Name)

  /// The contract's own answer.
  public static let ok = Fault.named(.ok)

  /// The faults that a word says.
  public enum Name: String, Sendable, Hashable, CaseIterable {
    /// None: the contract's own answer.
    case ok

    // The connection.
    /// It is reset before a byte of the answer.
    case reset
    /// Nothing comes until the client gives up.
    case hang
    /// A byte comes now and then, without end.
    case trickle
    /// It ends in the middle of a body whose length was announced.
    case truncated
    /// It ends in the middle of a chunked body.
    case cutChunked
    /// HTTP 302 to another address, with the query that came.
    case redirect

    // The body.
    case html
    case empty
    /// The first half of the JSON, in a whole HTTP answer.
    case halfJSON
    /// A JSON string of 200 MB.
    case huge
    /// The profile, called `text/html`.
    case wrongType
    /// Nested 10,000 deep.
    case deep
    /// A name that is not UTF-8.
    case invalidUTF8
    /// A name with half of a surrogate pair.
    case loneSurrogate
    /// A count that is `NaN`.
    case nan

    // The data.
    /// Code 0 and `data` null.
    case noData
    /// Code 0 and `data` an array.
    case arraysForObjects
    case noUserID
    /// Another KOL's profile.
    case otherID
    /// Code 0 and every field but the id null.
    case nulls
    case duplicateKeys
    case numbersAsStrings
    /// Counts beyond 64 bits and beyond a double.
    case hugeNumbers
    /// A field is left out: `fansNum` unless another is named.
    case missingField
    /// A field is added: `unheardOf` unless another is named.
    case newField
    /// A field is an object instead: `fansNum` unless another is named.
    case retypedField
    /// Collected years before the day.
    case oldRecordTime

    // The token.
    /// Code 500 with the token in the message, plain and encoded.
    case echoToken
    /// A profile with the token in its texts, plain and encoded.
    case echoTokenInProfile
  }
}

extension Fault: CustomStringConvertible {
  /// As the file and the log say it.
  public var description: String {
    switch self {
    case .code(let code): "code \(code)"
    case .status(let status): "status \(status)"
    case .named(let name): name.rawValue
    }
  }
}

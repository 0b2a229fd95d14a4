import Fetching
import Files
public import Secrets

extension SecretSpellings {
  /// What is neither printed nor left in a report: the token, and what may be one because it stands where the name of
  /// the token's file should.
  /// - Parameter variables: The process's environment variables.
  public static func known(in variables: [String: String]) -> SecretSpellings {
    let source = TokenSource(token: variables["KOLSITE_TOKEN"], file: variables["KOLSITE_TOKEN_FILE"])
    var texts = [variables["KOLSITE_TOKEN"]]
    if source.namesNoFile { texts.append(source.file) }
    // What is wrong with it is told by the run that needs it.
    texts.append(try? source.read()?.token)
    // A text of several lines is no token, but one of them may be. A shorter one would be found by chance.
    let lines = texts.compactMap { $0 }.flatMap { text in
      text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { String($0) }
    }
    return SecretSpellings(lines.filter { (try? APIToken($0)) != nil }.map { Array($0.utf8) })
  }
}

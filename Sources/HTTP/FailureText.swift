/// Takes out of libcurl's words what is not for a log: whose address was asked, for what, and through which proxy.
///
/// Works on bytes, and only on whole words: a host called `a` does not empty the text.
struct FailureText {
  /// What stands for the server's address.
  static let server = "the server"

  private let replacements: [(what: [UInt8], with: String)]

  /// - Parameters:
  ///   - peers: The IP addresses that were or would have been connected to.
  ///   - proxies: Every spelling of the proxies' addresses.
  init(url: String, peers: [String], proxies: [[UInt8]]) {
    let url = Array(url.utf8)
    let rest = withoutScheme(url)
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    let target = rest.dropFirst(authority.count)
    let query = target.drop { $0 != UInt8(ascii: "?") }.dropFirst()
    var host = authority
    if host.first == UInt8(ascii: "[") {
      host = host.dropFirst().prefix { $0 != UInt8(ascii: "]") }
    } else {
      host = host.prefix { $0 != UInt8(ascii: ":") }
    }
    let server = ([url[...], authority, host] + peers.map { Array($0.utf8)[...] }).map {
      (Array($0), "the server")
    }
    let asked = [target, query].map { (Array($0), "…") }
    let proxies = proxies.map { ($0, "the proxy") }
    replacements = (proxies + server + asked).filter { !$0.0.isEmpty }.sorted { $0.0.count > $1.0.count }
      .map { (what: $0.0, with: $0.1) }
  }

  func cleaned(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if let found = replacements.first(where: { isWord($0.what, in: bytes, at: at) }) {
        result += found.with.utf8
        at += found.what.count
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func isWord(_ word: [UInt8], in bytes: [UInt8], at start: Int) -> Bool {
    guard bytes[start...].starts(with: word) else { return false }
    let end = start + word.count
    return !(start > 0 && isPartOfWord(bytes[start - 1]) && isPartOfWord(word[0]))
      && !(end < bytes.count && isPartOfWord(bytes[end]) && isPartOfWord(word[word.count - 1]))
  }

  private func isPartOfWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowerCased(byte))
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

/// What follows `://` in an address; all of it where there is none.
func withoutScheme(_ address: [UInt8]) -> ArraySlice<UInt8> {
  guard let mark = address.firstRange(of: "://".utf8) else { return address[...] }
  return address[mark.upperBound...]
}

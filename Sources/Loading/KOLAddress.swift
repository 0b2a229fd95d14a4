import Model

/// Finds the id in what a person wrote: a bare id, or the address of a creator's page.
///
/// - `60f2bf8200000000010096d8`
/// - `https://www.xiaohongshu.com/user/profile/60f2bf8200000000010096d8?xsec_token=…`
/// - `https://pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/60f2bf8200000000010096d8`
///
/// Nil for anything else. Compared by byte, so that a mark glued to a delimiter hides nothing.
func kolID(from text: String) -> KOLID? {
  if let id = KOLID(text) { return id }
  let bytes = Array(text.utf8)
  for start in pageAddresses where bytes.starts(with: start) {
    var rest = bytes.dropFirst(start.count)
    rest = rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    return KOLID(String(decoding: rest, as: UTF8.self))
  }
  return nil
}

/// What to do about a text that is no id.
func hintForKOLID(_ text: String) -> String {
  let bytes = text.utf8
  func begins(with hosts: [String]) -> Bool {
    ["https://", "http://", ""].contains { scheme in
      hosts.contains { bytes.starts(with: "\(scheme)\($0)".utf8) }
    }
  }
  if begins(with: ["xhslink.com/", "www.xhslink.com/"]) {
    return "open the short link in a browser, and copy the address of the creator's page it leads to"
  }
  if begins(with: hosts) {
    return "write the address of the creator's page: "
      + "https://www.xiaohongshu.com/user/profile/ and the id, or the id alone"
  }
  return "an id has 1 to 64 of 0-9, a-z, A-Z, _ and -; "
    + "the address of a creator's page on xiaohongshu.com or pgy.xiaohongshu.com will do too"
}

private let hosts = ["www.xiaohongshu.com/", "xiaohongshu.com/", "pgy.xiaohongshu.com/"]

private let pageAddresses: [[UInt8]] = ["https://", "http://"].flatMap { scheme in
  [
    "www.xiaohongshu.com/user/profile/", "xiaohongshu.com/user/profile/",
    "pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/",
    "www.pgy.xiaohongshu.com/solar/pre-trade/blogger-detail/",
  ].map { Array("\(scheme)\($0)".utf8) }
}

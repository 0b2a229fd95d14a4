import CCurl

/// Reads a date of HTTP (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT` and the two older forms.
/// - Returns: Seconds since 1970 began; nil for anything else.
public func httpDate(_ text: String) -> Int? {
  let bytes = Array(text.utf8)
  // libcurl reads many more forms than HTTP has. Each of the three begins with the name of a day.
  let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  guard bytes.count <= 64, !bytes.contains(0), days.contains(where: { bytes.starts(with: $0.utf8) }) else {
    return nil
  }
  let seconds = unsafe curl_getdate(text, nil)
  return seconds < 0 ? nil : Int(seconds)
}

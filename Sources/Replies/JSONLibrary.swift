import CSimdjson

/// The library that reads JSON.
public enum JSONLibrary {
  /// simdjson's version at build time, and which of its readers the loaded one takes for this processor:
  /// `3.0.1, haswell`.
  public static var version: String {
    "\(String(cString: csimdjson_version())), \(String(cString: csimdjson_implementation()))"
  }
}

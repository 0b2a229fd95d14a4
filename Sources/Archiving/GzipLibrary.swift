import CDeflate

/// The library that compresses.
public enum GzipLibrary {
  /// libdeflate's version at build time, since it does not tell the one that is loaded: `1.14`.
  public static var version: String { LIBDEFLATE_VERSION_STRING }
}

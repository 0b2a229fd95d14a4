import CCmark

/// The library that parses Markdown.
public enum MarkdownLibrary {
  /// libcmark's version that is loaded: `0.30.2`.
  public static var version: String {
    unsafe cmark_version_string().map { unsafe String(cString: $0) } ?? "unknown"
  }
}

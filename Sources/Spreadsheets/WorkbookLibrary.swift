import CXlsxwriter

/// The library that writes workbooks.
public enum WorkbookLibrary {
  /// libxlsxwriter's version that is loaded: `1.1.4`.
  public static var version: String {
    lxw_version().map { String(cString: $0) } ?? "unknown"
  }
}

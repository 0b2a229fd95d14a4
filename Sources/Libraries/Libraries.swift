import Archiving
import CommonMark
import Files
import HTMLTree
import HTTP
import Replies
import Spreadsheets

/// A part of the program that others made.
public struct LibraryVersion: Sendable, Hashable {
  public let name: String
  /// As the library says it; of the one that is loaded, where it can tell.
  public let version: String
}

/// Swift, and the C libraries of the system by name.
public func libraryVersions() -> [LibraryVersion] {
  [
    LibraryVersion(name: "Swift", version: swiftVersion),
    LibraryVersion(name: "libcurl", version: HTTPLibrary.version),
    LibraryVersion(name: "OpenSSL", version: CryptoLibrary.version),
    LibraryVersion(name: "libcmark", version: MarkdownLibrary.version),
    LibraryVersion(name: "libgumbo", version: HTMLLibrary.version),
    LibraryVersion(name: "libdeflate", version: GzipLibrary.version),
    LibraryVersion(name: "libxlsxwriter", version: WorkbookLibrary.version),
    LibraryVersion(name: "simdjson", version: JSONLibrary.version),
  ]
}

/// Of the compiler, which a linked-in runtime is of too.
private var swiftVersion: String {
  #if compiler(>=6.5)
    "6.5 or newer"
  #elseif compiler(>=6.4)
    "6.4"
  #else
    "6.3"
  #endif
}

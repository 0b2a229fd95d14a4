import Libraries
import Testing

struct LibrariesTests {
  @Test func eachLibrarySaysItsVersionInOneLine() {
    let libraries = libraryVersions()
    #expect(
      libraries.map(\.name)
        == [
          "Swift", "libcurl", "OpenSSL", "libcmark", "libgumbo", "libdeflate", "libxlsxwriter", "simdjson",
        ])
    for library in libraries {
      let digits = library.version.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      #expect(!digits.isEmpty, "\(library)")
      #expect(library.version.utf8.allSatisfy { $0 >= 0x20 }, "\(library)")
    }
  }
}

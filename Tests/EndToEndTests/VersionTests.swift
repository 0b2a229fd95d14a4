import Foundation
import Testing

struct VersionTests {
  @Test func theVersionIsOneLineAndWithLibrariesOneMoreForEach() async throws {
    let folder = FileManager.default.temporaryDirectory.path
    let short = try await Program.run(["--version"], in: folder)
    #expect(short.status == 0)
    let number = short.output.split(separator: "\n")
    #expect(number.count == 1)
    for arguments in [["--version", "--verbose"], ["--verbose", "--version"]] {
      let long = try await Program.run(arguments, in: folder)
      #expect(long.status == 0)
      let lines = long.output.split(separator: "\n")
      #expect(lines.first == "kolsite \(short.output.trimmingCharacters(in: .newlines))")
      #expect(lines.contains { $0.hasPrefix("OpenSSL 3.") })
      #expect(lines.contains { $0.hasPrefix("libxlsxwriter ") })
    }
    #expect(try await Program.run(["--verbose"], in: folder).status == 64)
  }
}

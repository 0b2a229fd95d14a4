import Foundation
import Testing

@testable import Pipeline

struct RunOptionsTests {
  /// What one run has begun in a folder the next one completes, or an older site would come back over a newer one.
  @Test func aSiteIsPreparedInOnePlaceHoweverItsFolderIsWritten() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("options-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root + "/public", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: root + "/link", withDestinationPath: "public")
    func place(_ output: String) -> String {
      var options = RunOptions()
      options.root = root
      options.output = output
      return options.workPath
    }
    #expect(place("public") == "\(root)/.kolsite/publishing")
    for spelling in ["./public", "public/", "a/../public", root + "/public", "link"] {
      #expect(place(spelling) == place("public"), "\(spelling)")
    }
    #expect(
      place("site") == place("./site") && place("site") != place("public") && place("site") != place("b"))
  }
}

import Foundation
import Testing

@Suite struct GalleryTests {
  /// With this set, the test writes the page instead of comparing it.
  private static let renewal = "RECORD_GALLERY"

  @Test func theGalleryIsByteForByteTheCommittedOne() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(components: "Golden", "gallery.html")
    let page = Gallery.page()
    #expect(Gallery.page() == page)
    guard ProcessInfo.processInfo.environment[Self.renewal] == nil else {
      try Data(page).write(to: file)
      return
    }
    let committed = [UInt8](try Data(contentsOf: file))
    let difference = zip(page, committed).enumerated().first { $1.0 != $1.1 }?.offset
    let place = difference ?? min(page.count, committed.count)
    let start = max(0, place - 80)
    #expect(
      page == committed,
      """
      The charts are drawn otherwise than in Tests/SVGChartsTests/Golden/gallery.html, first at byte \(place): \
      \(excerpt(page, start)) instead of \(excerpt(committed, start)). Where that is meant, renew the file with \
      \(Self.renewal)=1 swift test --filter GalleryTests, and look at it in light, dark, narrow and in print.
      """)
  }

  private func excerpt(_ bytes: [UInt8], _ start: Int) -> String {
    String(decoding: bytes.dropFirst(start).prefix(160), as: UTF8.self)
  }
}

import HTMLTree
import Testing

struct HTMLTreeTests {
  private func tree(_ text: String) throws -> (nodes: [HTMLNode], bytes: [UInt8]) {
    let bytes = Array(text.utf8)
    return (try #require(HTMLTree(parsing: bytes)).nodes, bytes)
  }

  private func text(_ range: Range<Int>?, of bytes: [UInt8]) -> String? {
    range.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func nodesSayWhereTheyAreWritten() throws {
    let (nodes, bytes) = try tree("é<P Class='a&amp;b' b>x<svg><foreignObject/></svg></P><!--y--></br>")
    let written = nodes.map { text($0.range, of: bytes) }
    #expect(
      written == [
        nil, nil, nil, "é", "<P Class='a&amp;b' b>", "x", "<svg>", "<foreignObject/>", "<!--y-->", nil,
      ])
    #expect(nodes.map(\.name) == ["html", "head", "body", "", "p", "", "svg", "foreignobject", "", "br"])
    #expect(nodes.map(\.isForeign) == [false, false, false, false, false, false, true, true, false, false])
    #expect(nodes.map(\.parent) == [nil, 0, 0, 2, 2, 4, 4, 6, 2, 2])
    #expect(nodes.last?.isFromEndTag == true)
    #expect(text(nodes.last?.end, of: bytes) == "</br>")
    let attributes = nodes[4].attributes
    #expect(attributes.map(\.name) == ["class", "b"])
    #expect(attributes.map { String(decoding: $0.value, as: UTF8.self) } == ["a&b", ""])
    #expect(attributes.map { text($0.written, of: bytes) } == ["'a&amp;b'", ""])
    #expect(attributes.map { text($0.range, of: bytes) } == ["Class", "b"])
    #expect(text(nodes[4].end, of: bytes) == "</P>")
    #expect(try #require(nodes[4].attribute(before: attributes[1].range.lowerBound)) == 0)
    #expect(nodes[4].attribute(before: 0) == nil)
  }

  @Test func anEmptyPageHasTheElementsThatEveryPageHas() throws {
    #expect(try tree(" ").nodes.map(\.name) == ["html", "head", "body"])
  }

  /// Some pages take time with the square of their length, more memory than there is, or a stack as deep as they are.
  @Test(
    .timeLimit(.minutes(2)),
    arguments: [
      ("<b>", true), ("<div>", true), ("<svg>", true), ("<li><ul>", true),
      ("</p>", true), ("<a><div><b></a>", true), ("<b a=N><p>", false), ("<i i=N><i j=N><table>", false),
    ])
  func noPageTakesMuchTimeOrMemory(piece: String, isRead: Bool) {
    let pieces = piece.split(separator: "N", omittingEmptySubsequences: false)
    var page: [UInt8] = []
    var number = 0
    let tags = piece.utf8.count { $0 == UInt8(ascii: "<") }
    while (number + 1) * tags <= HTMLTree.mostTags {
      page += pieces.joined(separator: String(number, radix: 36)).utf8
      number += 1
    }
    #expect((HTMLTree(parsing: page) != nil) == isRead)
  }

  @Test func aPageThatIsTooLongIsNotRead() {
    let page = [UInt8](repeating: UInt8(ascii: "a"), count: HTMLTree.largestText)
    #expect(HTMLTree(parsing: page) != nil)
    #expect(HTMLTree(parsing: page + [UInt8(ascii: "a")]) == nil)
    let tags = Array(String(repeating: "<p>", count: HTMLTree.mostTags).utf8)
    #expect(HTMLTree(parsing: tags) != nil)
    #expect(HTMLTree(parsing: tags + [UInt8(ascii: "<")]) == nil)
  }

  /// At these Gumbo itself would end the program.
  @Test(arguments: [
    "<table><svg a=b><desc><![CDATA[x]]> ", "<table><math><select a=b><mi><template/></template><caption>",
  ])
  func whatGumboDoesNotSurviveIsNotRead(page: String) {
    #expect(HTMLTree(parsing: Array(page.utf8)) == nil)
  }

  @Test func aPlaceOfWhatIsNotReadIsKnown() {
    #expect(HTMLTree.refusedPlace(in: Array("<p><!-- <TEMPLATE -->".utf8)) == 8..<17)
    #expect(HTMLTree.refusedPlace(in: Array("<p>template</select>".utf8)) == nil)
  }

  @Test func noCutOfAPageTraps() {
    let page = Array(
      "<!DOCTYPE html><a b='c' d=e/f g = \"&amp;\">\u{0}é<![CDAT[x]]><svg><![endif]></svg></a>".utf8)
    for end in 0...page.count {
      for start in [0, end / 3, end / 2] {
        for node in HTMLTree(parsing: Array(page[start..<end]))?.nodes ?? [] {
          for range in [node.range, node.end].compactMap({ $0 }) + node.attributes.map(\.whole) {
            #expect(range.upperBound <= end - start)
          }
        }
      }
    }
  }
}

import Markup
import Testing

@testable import SVGCharts

private func linked(_ values: [Int64?], label: String = "", linksTo: String = "#day-") throws -> [SVGElement]
{
  let links = PointLinks(
    href: { _, point in SafeURL(linksTo + "\(point.x)") }, label: { label + "\($1.x): \($1.y ?? 0)" })
  let markup = svg(
    LineChart(
      id: "i", text: someText, series: [LineSeries(label: "", points: points(values))], pointLinks: links,
      labelX: { "d\($0)" }, labelY: { "\($0)" }
    ).svg)
  try expectSoundChart(markup)
  return try readSVG(markup)
}

@Suite struct PointLinksTests {
  @Test(arguments: [[1, nil, 3, 4], [nil], []] as [[Int64?]])
  func aCopyWithoutLinksIsTheChartThatHasNone(values: [Int64?]) {
    func chart(_ links: PointLinks?) -> LineChart {
      LineChart(
        id: "i", text: someText, series: [LineSeries(label: "", points: points(values))],
        annotations: [Annotation(x: 1, label: "a")], pointLinks: links, labelX: { "d\($0)" },
        labelY: { "\($0)" })
    }
    let linked = chart(PointLinks(href: { _, point in SafeURL("#\(point.x)") }, label: { "\($1.x)" }))
    var copy = MarkupBuffer()
    let page = svg { linked.svg(into: &$0, withoutLinks: &copy) }
    #expect(page == svg { linked.svg(into: &$0) })
    #expect(String(decoding: copy.bytes, as: UTF8.self) == svg { chart(nil).svg(into: &$0) })
    #expect(page.contains("<a href") == values.contains { $0 != nil })
  }

  @Test func eachValueIsALinkThatSaysWhatItIs() throws {
    let elements = try linked([7, nil, 9])
    let links = elements.filter { $0.name == "a" }.map(\.attributes)
    #expect(
      links == [["href": "#day-0", "aria-label": "0: 7"], ["href": "#day-2", "aria-label": "2: 9"]])
    #expect(elements.filter { $0.classes == ["c-tip"] }.map(\.text) == ["0: 7", "2: 9"])
  }

  @Test func aChartWithLinksIsADocumentWhoseAxesAreHidden() throws {
    let elements = try linked([7, 9])
    #expect(elements[0].attributes["role"] == "document")
    #expect(elements[0].attributes["aria-labelledby"] == "i-t")
    #expect(elements[0].attributes["aria-describedby"] == "i-d")
    #expect(elements.filter { $0.attributes["aria-hidden"] == "true" }.count == 1)
  }

  @Test(arguments: [(100, 100), (101, 0)])
  func moreThanAHundredValuesHaveNoLinks(count: Int, links: Int) throws {
    let elements = try linked((0..<count).map { Int64($0) })
    #expect(elements.filter { $0.name == "a" }.count == links)
    #expect(elements[0].attributes["role"] == (links > 0 ? "document" : "img"))
  }

  @Test func aRefusedAddressIsNoLink() throws {
    let elements = try linked([1, 2], linksTo: "javascript:")
    #expect(!elements.contains { $0.name == "a" })
    #expect(elements[0].attributes["role"] == "img")
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    _ = try linked([1, 2], label: name)
  }
}

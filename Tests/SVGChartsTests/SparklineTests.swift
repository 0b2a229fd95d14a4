import SVGCharts
import Testing

@Suite struct SparklineTests {
  @Test func aSmallLineInFull() {
    let expected = """
      <svg class="chart chart-spark" viewBox="0 0 120 28" fill="currentColor" role="img" width="120" height="28" \
      aria-label="a&quot;b">\
      <path class="c-line s1" fill="none" stroke="currentColor" d="M3 25L31.5 14M88.5 3L117 3"/>\
      <circle class="c-dot c-end s1" cx="117" cy="3" r="2"/></svg>
      """
    #expect(svg(Sparkline(label: "a\"b", points: points([3, 4, nil, 5, 5])).svg) == expected)
  }

  @Test(arguments: [[], [nil]] as [[Int64?]])
  func aLineWithoutValuesIsEmpty(values: [Int64?]) {
    let expected = """
      <svg class="chart chart-spark" viewBox="0 0 120 28" fill="currentColor" role="img" width="120" height="28" \
      aria-label="a"></svg>
      """
    #expect(svg(Sparkline(label: "a", points: points(values)).svg) == expected)
  }

  @Test func equalValuesRunThroughTheMiddle() {
    let expected = """
      <svg class="chart chart-spark" viewBox="0 0 120 28" fill="currentColor" role="img" width="120" height="28" \
      aria-label="a">\
      <path class="c-line s1" fill="none" stroke="currentColor" d="M3 14L60 14L117 14"/>\
      <circle class="c-dot c-end s1" cx="117" cy="14" r="2"/></svg>
      """
    #expect(svg(Sparkline(label: "a", points: points([7, 7, 7])).svg) == expected)
  }

  @Test func aYearStaysSmall() throws {
    let markup = svg(Sparkline(label: "a", points: points((0..<365).map { Int64($0 * 37 % 100) })).svg)
    try expectSoundChart(markup)
    #expect(markup.utf8.count < 4_000)
  }

  @Test(arguments: hostileNames)
  func hostileNamesStayText(name: String) throws {
    try expectSoundChart(svg(Sparkline(label: name, points: points([1, 2])).svg))
  }
}

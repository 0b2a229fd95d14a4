import Markup
import SVGCharts

/// One page with every chart and its hard cases: what the charts look like, and the test that they still do.
struct Gallery: ~Copyable {
  private(set) var html = MarkupBuffer()
  private var count = 0

  /// The whole page. Its style sheet is the built-in theme's, so it is to be opened where it lies.
  static func page() -> [UInt8] {
    var gallery = Gallery()
    gallery.html.appendLiteral(
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Charts</title>
      <link rel="stylesheet" href="../../../Templates/assets/tokens.css">
      <link rel="stylesheet" href="../../../Templates/assets/charts.css">
      <link rel="stylesheet" href="../../../Templates/assets/site.css">
      </head>
      <body>
      <main>
      <h1>Charts</h1>
      <p>Every chart with its hard cases, drawn by the tests. The numbers are made up.</p>

      """)
    gallery.addLines()
    gallery.addMoreLines()
    gallery.addSparklines()
    gallery.addBars()
    gallery.addGroupedBars()
    gallery.addStrips()
    gallery.addScatters()
    gallery.addRanges()
    gallery.addSlopes()
    gallery.addCalendars()
    gallery.html.appendLiteral("</main>\n</body>\n</html>\n")
    return gallery.html.bytes
  }

  mutating func heading(_ text: StaticString) {
    html.appendLiteral("<h2>")
    html.appendLiteral(text)
    html.appendLiteral("</h2>\n")
  }

  /// Adds a figure; `draw` gets the chart's id and text.
  mutating func figure(
    _ title: String, _ finding: String, draw: (String, ChartText, inout MarkupBuffer) -> Void
  ) {
    count += 1
    html.appendLiteral("<h3>")
    html.appendText(title)
    html.appendLiteral("</h3>\n<figure>\n<div class=\"plot\" role=\"region\" tabindex=\"0\" aria-label=\"")
    html.appendAttribute("\(count). \(title)")
    html.appendLiteral("\">")
    draw("g\(count)", ChartText(title: title, description: finding), &html)
    html.appendLiteral("</div>\n<figcaption>")
    html.appendText(finding)
    html.appendLiteral("</figcaption>\n</figure>\n")
  }

  mutating func row(_ label: String, draw: (inout MarkupBuffer) -> Void) {
    html.appendLiteral("<tr><th scope=\"row\">")
    html.appendText(label)
    html.appendLiteral("</th><td class=\"spark\">")
    draw(&html)
    html.appendLiteral("</td></tr>\n")
  }

  mutating func table(caption: StaticString, rows: (inout Gallery) -> Void) {
    html.appendLiteral("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"")
    html.appendLiteral(caption)
    html.appendLiteral("\"><table><caption>")
    html.appendLiteral(caption)
    html.appendLiteral("</caption><tbody>\n")
    rows(&self)
    html.appendLiteral("</tbody></table></div>\n")
  }
}

/// Made-up numbers, the same on every machine.
enum Sample {
  /// A number below `limit` that looks like chance.
  static func noise(_ place: Int, _ seed: Int, below limit: Int) -> Int {
    var generator = SeededGenerator(seed: UInt64(place * 31 + seed))
    return Int(generator.next() % UInt64(limit))
  }

  /// A number that goes up and down by chance, day after day, and rises on the whole.
  static func walk(days: Int, from start: Int, step: Int, drift: Int, seed: Int) -> [Int] {
    var values = [start]
    for day in 1..<days {
      values.append(max(0, (values.last ?? 0) + noise(day, seed, below: 2 * step + 1) - step + drift))
    }
    return values
  }

  /// Sizes as they are found: many small, few large.
  static func size(_ place: Int, seed: Int) -> Int64 {
    let doublings = noise(place, seed, below: 5) + noise(place, seed + 1, below: 6)
    return Int64(800 << doublings) * Int64(100 + noise(place, seed + 2, below: 100)) / 100
  }

  static let names = [
    "小鹿的日常", "阿茶爱喝茶", "西西弗的猫", "山野厨房", "Luna 露娜", "北方有佳人", "跑步的鱼", "一只柚子", "城南旧事", "慢慢来",
    "Mika 美妆", "木木手作", "奶油小方", "野生小熊", "安静的夏天",
  ]

  static func name(_ place: Int) -> String {
    place < names.count ? names[place] : "\(names[place % names.count])\(place / names.count + 1)"
  }

  static let longName = "一个名字特别特别长还要加上地区和品类说明的护肤测评博主（上海·敏感肌·成分党）"

  /// `1.2万`, `3.4亿`: as Chinese readers count.
  static func count(_ value: Int64) -> String {
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万")] where value.magnitude >= UInt64(unit) {
      let tenths = Int64(clamping: (value.magnitude / UInt64(unit / 10)))
      let fraction = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
      return (value < 0 ? "−" : "") + "\(tenths / 10)" + fraction + name
    }
    return value < 0 ? "−\(value.magnitude)" : "\(value)"
  }

  /// Hundredths of a percent as `3.5%`.
  static func percent(_ value: Int64) -> String {
    let tenths = value.magnitude / 10
    let fraction = tenths % 10 == 0 ? "" : ".\(tenths % 10)"
    return (value < 0 ? "−" : "") + "\(tenths / 10)" + fraction + "%"
  }

  /// `¥1200`, `¥1.2万`.
  static func money(_ value: Int64) -> String { "¥" + count(value) }
}

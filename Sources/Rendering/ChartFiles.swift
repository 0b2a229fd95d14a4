import Markup

/// The charts of one page as files of their own, which a reader can download: the same drawing with its colours in it.
///
/// A page asks for each while it is rendered, and the files are written after it.
struct ChartFiles: Sendable {
  /// Whether there are such files; without them nothing needs to be drawn for one.
  let isOn: Bool
  private let style: [UInt8]
  private(set) var files: [(name: String, bytes: [UInt8])] = []

  /// - Parameter style: What ``style(of:)`` makes, once for a site.
  init(style: [UInt8], isOn: Bool) {
    self.style = style
    self.isOn = isOn
  }

  /// The element that a chart needs where no page's style sheet is.
  /// - Parameter rules: Those of the tokens and the charts.
  static func style(of rules: [UInt8]) -> [UInt8] {
    var style = Array("<style>".utf8)
    style += HTML.text(String(decoding: rules, as: UTF8.self)).bytes
    style += "svg { background: var(--surface); }</style>".utf8
    return style
  }

  /// Keeps a chart under a name; nil where the site has no such files.
  /// - Parameters:
  ///   - name: What the chart is of, in the letters of ids: `followers`.
  ///   - chart: A whole `svg` element.
  /// - Returns: The file's name, beside the page.
  mutating func add(_ name: String, chart: HTML) -> String? {
    guard isOn else { return nil }
    var file = "\(name).svg"
    var number = 1
    while files.contains(where: { $0.name == file }) {
      number += 1
      file = "\(name)-\(number).svg"
    }
    files.append((file, standalone(chart)))
    return file
  }

  /// Puts the name space into the start tag and the style behind it. Attributes have no raw `>`, so the first ends the tag.
  private func standalone(_ chart: HTML) -> [UInt8] {
    let bytes = chart.bytes
    guard let tag = bytes.firstIndex(of: UInt8(ascii: " ")), let end = bytes.firstIndex(of: UInt8(ascii: ">"))
    else { return bytes }
    var file = Array(bytes[..<tag])
    file += " xmlns=\"http://www.w3.org/2000/svg\"".utf8
    file += bytes[tag...end]
    file += style
    file += bytes[(end + 1)...]
    file.append(UInt8(ascii: "\n"))
    return file
  }
}

extension PageOutput {
  /// Draws a chart, and keeps the same drawing as a file where charts are files.
  /// - Parameter name: What the chart is of, in the letters of ids.
  /// - Returns: The file's name, beside the page; nil for none.
  mutating func draw(_ name: String, _ chart: (inout MarkupBuffer) -> Void) -> String? {
    let start = html.count
    chart(&html)
    return charts.isOn ? charts.add(name, chart: HTML(trusted: html.bytes(from: start))) : nil
  }
}

extension MarkupBuffer {
  /// A link to a chart as a file; nothing where there is none.
  mutating func appendDownload(_ file: String?, wording: Wording) {
    guard let file else { return }
    appendLiteral(" <a class=\"download\" download href=\"")
    appendAttribute(file)
    appendLiteral("\">")
    appendText(wording.labels[.downloadChart])
    appendLiteral("</a>")
  }
}

/// One element of a chart, read back.
struct SVGElement: Equatable {
  let name: String
  var attributes: [String: String]
  var text = ""

  func number(_ attribute: String) -> Double? {
    attributes[attribute].flatMap(Double.init)
  }

  var classes: [String] {
    (attributes["class"] ?? "").split(separator: " ").map(String.init)
  }
}

struct SVGMistake: Error {
  let reason: String
}

/// Reads the small part of XML that charts are written in, and refuses everything else.
///
/// Elements come in document order. Text between tags is kept for elements without children.
func readSVG(_ markup: String) throws -> [SVGElement] {
  var rest = Array(markup.unicodeScalars)[...]
  var elements: [SVGElement] = []
  var open: [Int] = []

  func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    let taken = rest.prefix(while: condition)
    rest = rest.dropFirst(taken.count)
    return String(String.UnicodeScalarView(taken))
  }
  func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }
  func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || (scalar.isASCII && scalar.properties.isAlphabetic)
  }

  repeat {
    if skip("</") {
      let name = take(while: isLetter)
      guard skip(">"), let last = open.popLast(), elements[last].name == name else {
        throw SVGMistake(reason: "</\(name)> closes nothing")
      }
    } else if skip("<") {
      var element = SVGElement(name: take(while: isLetter), attributes: [:])
      while skip(" ") {
        let attribute = take(while: isLetter)
        guard !attribute.isEmpty, skip("=\"") else {
          throw SVGMistake(reason: "attribute in <\(element.name)")
        }
        let value = take { $0 != "\"" && $0 != "<" }
        guard skip("\""), element.attributes.updateValue(unescaped(value), forKey: attribute) == nil else {
          throw SVGMistake(reason: "value of \(attribute)")
        }
      }
      elements.append(element)
      if skip("/>") { continue }
      guard skip(">") else { throw SVGMistake(reason: "end of <\(element.name)") }
      open.append(elements.count - 1)
    } else {
      let text = take { $0 != "<" && $0 != ">" }
      guard let last = open.last, !text.isEmpty else { throw SVGMistake(reason: "text outside or stray >") }
      elements[last].text += unescaped(text)
    }
  } while !open.isEmpty
  guard rest.isEmpty else { throw SVGMistake(reason: "something follows the root") }
  return elements
}

private func unescaped(_ text: String) -> String {
  var plain = String.UnicodeScalarView()
  var rest = Array(text.unicodeScalars)[...]
  let references: [(String, Unicode.Scalar)] = [
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
  ]
  while let scalar = rest.first {
    let reference = references.first { rest.starts(with: $0.0.unicodeScalars) }
    plain.append(reference?.1 ?? scalar)
    rest = rest.dropFirst(reference?.0.unicodeScalars.count ?? 1)
  }
  return String(plain)
}

/// The absolute points of a path made of `M`, `L`, `H`, `V` and `v`.
func pathPoints(_ path: String) throws -> [(x: Double, y: Double)] {
  var points: [(x: Double, y: Double)] = []
  var rest = Substring(path)
  while let command = rest.popFirst() {
    let numbers = rest.prefix { !$0.isLetter }
    rest = rest.dropFirst(numbers.count)
    let values = numbers.split(separator: " ", omittingEmptySubsequences: false).compactMap { Double($0) }
    switch (command, values.count, points.last) {
    case ("M", 2, _), ("L", 2, .some): points.append((values[0], values[1]))
    case ("H", 1, let last?): points.append((values[0], last.y))
    case ("V", 1, let last?): points.append((last.x, values[0]))
    case ("v", 1, let last?): points.append((last.x, last.y + values[0]))
    default: throw SVGMistake(reason: "path \(path)")
    }
  }
  return points
}

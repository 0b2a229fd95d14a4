import Model

@testable import Rendering

/// The words of the built-in theme.
func builtInLabels(_ language: Language) -> Labels {
  let text = Theme.builtIn.files["labels.\(language.rawValue).yml"]?.text ?? ""
  let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
    guard line.first != "#", let colon = line.firstIndex(of: ":") else { return nil }
    let value = line[line.index(after: colon)...].drop { $0 == " " }
    return (String(line[..<colon]), String(value).replacing("\"", with: ""))
  }
  return Labels(
    language: language, builtIn: Dictionary(pairs, uniquingKeysWith: { first, _ in first }), overrides: [:])
}

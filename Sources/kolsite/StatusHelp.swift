import CommandSupport

extension ExitStatus {
  /// The statuses and what they mean, for the help: lines of at most 78 columns, aligned.
  static var help: String {
    allCases.flatMap { status in
      let number = "  \(status.rawValue)"
      var lines = [number + String(repeating: " ", count: 6 - number.utf8.count)]
      for word in status.meaning.split(separator: " ") {
        if lines[lines.count - 1].utf8.count + 1 + word.utf8.count > 78 { lines.append("      ") }
        lines[lines.count - 1] += " " + word
      }
      return lines
    }.joined(separator: "\n")
  }
}

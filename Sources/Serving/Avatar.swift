/// A drawn stand-in for a creator's picture: a mirrored pattern of squares that depends on the id alone.
struct Avatar: Sendable {
  private let noise: Noise

  /// Reads `/avatars/<id>.svg`; nil for any other path.
  init?(path: String) {
    let prefix = "/avatars/".utf8
    let suffix = ".svg".utf8
    let bytes = Array(path.utf8)
    guard bytes.starts(with: prefix), bytes.reversed().starts(with: suffix.reversed()),
      bytes.count > prefix.count + suffix.count
    else { return nil }
    let id = bytes[prefix.count..<(bytes.count - suffix.count)]
    guard isWellFormedID(id) else { return nil }
    noise = Noise(id: String(decoding: id, as: UTF8.self))
  }

  /// Five rows of five squares on a plain ground; only `svg` and `rect` elements.
  var svg: String {
    let (ground, ink) = Self.colours[noise.below(Self.colours.count, .avatar, 0)]
    var squares: [String] = []
    for row in 0..<5 {
      for column in 0..<5 where noise.below(2, .avatar, 1 + row * 3 + min(column, 4 - column)) == 1 {
        squares.append(
          "<rect x=\"\(10 + column * 20)\" y=\"\(10 + row * 20)\" width=\"20\" height=\"20\" fill=\"\(ink)\"/>"
        )
      }
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="120" height="120" viewBox="0 0 120 120">
      <rect width="120" height="120" fill="\(ground)"/>
      \(squares.joined(separator: "\n"))
      </svg>

      """
  }

  private static let colours = [
    ("#fde8e8", "#b42318"), ("#fef0c7", "#93370d"), ("#d1fadf", "#05603a"), ("#d1e9ff", "#1849a9"),
    ("#e0eaff", "#2d31a6"), ("#ebe9fe", "#5925dc"), ("#fce7f6", "#9e165f"), ("#e3f2f1", "#0f5e59"),
  ]
}

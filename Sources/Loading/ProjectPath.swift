import Files
import Model

/// Where a path of a project leads once its symbolic links are followed, one part at a time.
///
/// Whoever may send a change to a project must not choose what else is published. So a link leads only to its own kind
/// of folder, and no path has a part that begins with a dot: a checkout keeps credentials in `.git`, and people keep
/// them in `.env`.
struct ProjectPath {
  /// Relative to the project, without links, `.` and `..`.
  let parts: [String]

  var text: String { parts.joined(separator: "/") }

  /// As many as Linux follows.
  private static let mostLinks = 40

  /// Follows a path; nil where nothing is there.
  ///
  /// Throws one diagnostic where it leads out of the project, to another kind of folder, to a hidden name or nowhere.
  init?(_ path: String, in folder: ProjectFolder) throws(InvalidInput) {
    let hint = "put the file itself there"
    var rest = Self.split(path)
    var parts: [String] = []
    var links = 0
    /// What the part before is.
    var above = FileStatus.folder
    /// What the error calls the link that was followed last, and where that link says that it leads.
    var link = "the path"
    var target = path
    while let part = rest.popFirst() {
      if part.utf8.elementsEqual(".".utf8) { continue }
      if part.utf8.elementsEqual("..".utf8) {
        guard parts.popLast() != nil else {
          throw invalid("\(link) leads out of the project, to \(shown(target))", path, hint: hint)
        }
        above = .folder
        continue
      }
      parts.append(part)
      let here = parts.joined(separator: "/")
      let status = try Self.looking(path) { () throws(FileError) in try fileStatus(folder.absolute(here)) }
      if status == .missing {
        guard above == .folder else {
          throw invalid("cannot read it: a part of its path is not a folder", path)
        }
        guard links > 0 else { return nil }
        throw invalid("\(link) leads nowhere, to \(shown(target))", path, hint: hint)
      }
      above = status
      guard status == .symbolicLink else { continue }
      above = .folder
      links += 1
      guard links <= Self.mostLinks else {
        throw invalid("cannot read it: its symbolic links go in a circle", path)
      }
      link = here.utf8.elementsEqual(path.utf8) ? "the symbolic link" : "the symbolic link \(here)"
      target = try Self.looking(path) { () throws(FileError) in try linkTarget(folder.absolute(here)) }
      parts.removeLast()
      if target.utf8.first == UInt8(ascii: "/") {
        guard target.utf8.starts(with: "\(folder.root)/".utf8) else {
          throw invalid("\(link) leads out of the project, to \(shown(target))", path, hint: hint)
        }
        parts = []
        let inside = target.utf8.dropFirst(folder.root.utf8.count)
        rest = Self.split(String(decoding: inside, as: UTF8.self)) + rest
      } else {
        rest = Self.split(target) + rest
      }
    }
    self.parts = parts
    let hidden = parts.contains { $0.utf8.first == UInt8(ascii: ".") }
    let kind = Self.kind(of: Self.split(path).filter { !$0.utf8.elementsEqual(".".utf8) })
    if links > 0, hidden || kind == nil || Self.kind(of: parts[...]) != kind {
      throw invalid(
        "\(link) leads to \(shown(text)); a file here may link only to one below \(kind ?? "Content"), without a "
          + "name that begins with a dot", path, hint: hint)
    }
    if hidden {
      throw invalid("a name that begins with a dot is never read", path, hint: "give the file another name")
    }
  }

  /// The folder whose files are of the same kind as the one of a path; nil for what no file of a project is.
  private static func kind(of parts: ArraySlice<String>) -> String? {
    guard let top = parts.first else { return nil }
    if top.utf8.elementsEqual("Templates".utf8) { return "Templates" }
    guard top.utf8.elementsEqual("Content".utf8) else { return nil }
    let below = ["pages", "notes", "snapshots"].first { name in
      parts.dropFirst().first?.utf8.elementsEqual(name.utf8) ?? false
    }
    return below.map { "Content/\($0)" } ?? "Content"
  }

  private static func split(_ path: String) -> ArraySlice<String> {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }[...]
  }

  private static func looking<Value>(
    _ path: String, _ body: () throws(FileError) -> Value
  ) throws(InvalidInput) -> Value {
    do throws(FileError) {
      return try body()
    } catch {
      throw failure("cannot read it", path, error)
    }
  }
}

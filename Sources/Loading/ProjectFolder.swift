import Files
import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The folder of a project, read without ever leaving it.
///
/// Paths are relative to it, with `/`. Everything that a person wrote is opened here and nowhere else: a symbolic link
/// is followed only within its own kind of folder (``ProjectPath``), and nothing whose name begins with a dot is read.
struct ProjectFolder {
  /// The folder's own path without links.
  let root: String

  /// Opens a project.
  ///
  /// Throws one diagnostic where there is no such folder.
  init(_ path: String) throws(InvalidInput) {
    guard let root = try? realPath(path.isEmpty ? "." : path), (try? fileStatus(root)) == .folder else {
      throw InvalidInput([
        Diagnostic(
          .error, "there is no project folder \(shown(path))",
          hint: "run kolsite inside a project, or name its folder")
      ])
    }
    self.root = root
  }

  /// Whether there is anything at a path, a broken link included.
  func exists(_ path: String) -> Bool {
    guard let status = try? fileStatus(absolute(path)) else { return false }
    return status != .missing
  }

  /// Reads a text file as ``bytes(_:limit:)`` does; throws also where it is not UTF-8.
  func text(_ path: String, limit: Int) throws(InvalidInput) -> SourceText? {
    guard let bytes = try bytes(path, limit: limit) else { return nil }
    return try decodeText(bytes, path: path)
  }

  /// Reads a file of at most so many bytes; nil where there is none.
  ///
  /// Throws one diagnostic where it is not a regular file, cannot be read, is too large or leaves the project.
  func bytes(_ path: String, limit: Int) throws(InvalidInput) -> [UInt8]? {
    guard let place = try ProjectPath(path, in: self) else { return nil }
    do throws(FileError) {
      return try readFile(at: place.parts, below: root, limit: limit)
    } catch {
      switch error.errno {
      case EISDIR: throw invalid("this must be a file, not a folder", path)
      case ENOTSUP: throw invalid("this must be a file, not a device or pipe", path)
      case EFBIG: throw tooLarge(path, limit)
      default: throw failure("cannot read it", path, error)
      }
    }
  }

  /// Lists the names in a folder in byte order, without hidden files and editors' backups (`x~`).
  ///
  /// A missing folder has no names. Throws one diagnostic where it cannot be listed or leaves the project.
  func names(in path: String) throws(InvalidInput) -> [String] {
    guard let place = try ProjectPath(path, in: self) else { return [] }
    let found: [[UInt8]]
    do throws(FileError) {
      found = try listNames(at: place.parts, below: root)
    } catch {
      guard error.errno != ENOTDIR else { throw invalid("this must be a folder, not a file", path) }
      throw failure("cannot list it", path, error)
    }
    var names: [String] = []
    for name in found where name.first != UInt8(ascii: ".") && name.last != UInt8(ascii: "~") {
      guard let text = String(validating: name, as: UTF8.self),
        !text.unicodeScalars.contains(where: isControl)
      else {
        throw invalid(
          "the file name \(shown(String(decoding: name, as: UTF8.self))) is not plain text", path,
          hint: "rename it")
      }
      names.append(text)
    }
    return names
  }

  /// Whether a path leads to a folder.
  func isFolder(_ path: String) throws(InvalidInput) -> Bool {
    guard let place = try ProjectPath(path, in: self) else { return false }
    return (try? fileStatus(absolute(place.text))) == .folder
  }

  func absolute(_ path: String) -> String { joinPath(root, path) }
}

/// The size as people write it: whole MiB or KiB.
private func tooLarge(_ path: String, _ limit: Int) -> InvalidInput {
  let size = limit % (1 << 20) == 0 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
  return invalid(
    "the file is larger than \(size)", path, hint: "split it, or take out what is not needed")
}

func failure(_ what: String, _ path: String, _ error: FileError) -> InvalidInput {
  invalid("\(what): \(error.reason)", path, hint: error.advice)
}

func invalid(_ message: String, _ path: String, hint: String? = nil) -> InvalidInput {
  InvalidInput([Diagnostic(.error, message, at: SourceLocation(file: path), hint: hint)])
}

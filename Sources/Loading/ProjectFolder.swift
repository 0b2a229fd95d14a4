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
    guard let root = realPath(of: path.isEmpty ? "." : path), kind(of: root) == S_IFDIR else {
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
    var status = stat()
    return lstat(absolute(path), &status) == 0
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
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    guard let descriptor = try open(path, O_RDONLY | O_NONBLOCK, "cannot read it") else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("cannot read it", path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let found = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "a device or pipe"
      throw invalid("this must be a file, not \(found)", path)
    }
    guard Int(status.st_size) <= limit else { throw tooLarge(path, limit) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        return read(descriptor, rest.baseAddress, rest.count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw failure("cannot read it", path, errno) }
      guard got > 0 else { break }
      count += got
    }
    guard count < bytes.count else {
      throw invalid("the file grew while it was read", path, hint: "run kolsite again")
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// Lists the names in a folder in byte order, without hidden files and editors' backups (`x~`).
  ///
  /// A missing folder has no names. Throws one diagnostic where it cannot be listed or leaves the project.
  func names(in path: String) throws(InvalidInput) -> [String] {
    guard let descriptor = try open(path, O_RDONLY | O_NONBLOCK, "cannot list it") else { return [] }
    guard let stream = fdopendir(descriptor) else {
      let number = errno
      close(descriptor)
      guard number != ENOTDIR else { throw invalid("this must be a folder, not a file", path) }
      throw failure("cannot list it", path, number)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw failure("cannot list it", path, errno) }
        break
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard name.first != UInt8(ascii: "."), name.last != UInt8(ascii: "~") else { continue }
      guard let text = String(validating: name, as: UTF8.self),
        !text.unicodeScalars.contains(where: isControl)
      else {
        throw invalid(
          "the file name \(shown(String(decoding: name, as: UTF8.self))) is not plain text", path,
          hint: "rename it")
      }
      names.append(text)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path leads to a folder.
  func isFolder(_ path: String) throws(InvalidInput) -> Bool {
    guard let place = try ProjectPath(path, in: self) else { return false }
    return kind(of: absolute(place.text)) == S_IFDIR
  }

  func absolute(_ path: String) -> String { "\(root)/\(path)" }

  /// Opens a file or a folder, a part of its path at a time and without following a link that was put there since
  /// the path was looked at; nil where nothing is there.
  private func open(_ path: String, _ flags: Int32, _ what: String) throws(InvalidInput) -> Int32? {
    guard let place = try ProjectPath(path, in: self) else { return nil }
    var descriptor = systemOpen(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    var rest = place.parts[...]
    while descriptor >= 0, let part = rest.popFirst() {
      let own = rest.isEmpty ? flags : O_RDONLY | O_DIRECTORY
      let next = openat(descriptor, part, own | O_NOFOLLOW | O_CLOEXEC)
      let number = errno
      close(descriptor)
      errno = number
      descriptor = next
    }
    guard descriptor >= 0 else {
      guard errno != ELOOP else { throw invalid("it became a link while it was read", path) }
      throw failure(what, path, errno)
    }
    return descriptor
  }
}

/// The size as people write it: whole MiB or KiB.
private func tooLarge(_ path: String, _ limit: Int) -> InvalidInput {
  let size = limit % (1 << 20) == 0 ? "\(limit >> 20) MiB" : "\(limit >> 10) KiB"
  return invalid(
    "the file is larger than \(size)", path, hint: "split it, or take out what is not needed")
}

func failure(_ what: String, _ path: String, _ number: Int32) -> InvalidInput {
  // Own texts, because the C library's depend on the locale.
  let reason =
    switch number {
    case EACCES: "permission denied"
    case ELOOP: "its symbolic links go in a circle"
    case ENOTDIR: "a part of its path is not a folder"
    case ENAMETOOLONG: "its name is too long"
    case EILSEQ: "its path is not UTF-8"
    case EIO: "the disk reported an error"
    case EMFILE, ENFILE: "too many files are open"
    default: "system error \(number)"
    }
  return invalid(
    "\(what): \(reason)", path,
    hint: number == EACCES ? "check the owner and the mode of it and of its folders" : nil)
}

func invalid(_ message: String, _ path: String, hint: String? = nil) -> InvalidInput {
  InvalidInput([Diagnostic(.error, message, at: SourceLocation(file: path), hint: hint)])
}

/// The path without links; nil where nothing is there.
private func realPath(of path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(validatingCString: real)
}

/// `open`, whose name a method takes.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func kind(of path: String) -> mode_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
}

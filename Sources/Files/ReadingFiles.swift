#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func readWhole(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
  let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
  let descriptor = Int32(
    truncatingIfNeeded: try call(.read, path) { Int(systemOpen(path, flags, 0)) })
  defer { close(descriptor) }
  return try readWhole(descriptor, path, limit: limit)
}

/// Reads an open file from its start.
/// - Parameter path: For messages.
func readWhole(_ descriptor: Int32, _ path: String, limit: Int) throws(FileError) -> [UInt8] {
  var status = stat()
  _ = try call(.read, path) { Int(fstat(descriptor, &status)) }
  try checkRegular(descriptor, path, .read)
  let size = Int(status.st_size)
  guard size <= limit else { throw FileError(path: path, operation: .read, errno: EFBIG) }
  // One byte more than the size tells whether the file has grown since.
  var bytes = [UInt8](repeating: 0, count: size + 1)
  var count = 0
  while true {
    let start = count
    let got = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
      let rest = UnsafeMutableBufferPointer(rebasing: buffer[start...])
      return try call(.read, path) { read(descriptor, rest.baseAddress, rest.count) }
    }
    guard got > 0 else { break }
    count += got
    guard count <= limit else { throw FileError(path: path, operation: .read, errno: EFBIG) }
    if count == bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: max(count, 4_096)))
    }
  }
  bytes.removeLast(bytes.count - count)
  return bytes
}

func readPart(_ range: Range<Int>, of path: String) throws(FileError) -> [UInt8] {
  let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
  let descriptor = Int32(
    truncatingIfNeeded: try call(.read, path) { Int(systemOpen(path, flags, 0)) })
  defer { close(descriptor) }
  try checkRegular(descriptor, path, .read)
  var failure: FileError?
  let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
    while count < range.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
      do throws(FileError) {
        let got = try call(.read, path) { [count] in
          pread(
            descriptor, rest.baseAddress, min(rest.count, range.count - count),
            off_t(range.lowerBound + count))
        }
        guard got > 0 else { break }
        count += got
      } catch {
        failure = error
        break
      }
    }
  }
  if let failure { throw failure }
  return bytes
}

func names(in path: String, followingLink: Bool) throws(FileError) -> [String] {
  let found = try nameBytes(in: openFolder(path, followingLink: followingLink, as: .list), path)
  var names: [String] = []
  for bytes in found {
    // A repaired name would name another file, or none.
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, operation: .list, errno: EILSEQ)
    }
    names.append(name)
  }
  return names
}

/// The names in an open folder, sorted by bytes, without `.` and `..`; closes it.
/// - Parameter path: For messages.
func nameBytes(in descriptor: Int32, _ path: String) throws(FileError) -> [[UInt8]] {
  guard let stream = fdopendir(descriptor) else {
    let number = errno
    close(descriptor)
    throw FileError(path: path, operation: .list, errno: number)
  }
  defer { closedir(stream) }
  var names: [[UInt8]] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else {
      guard errno == 0 else { throw FileError(path: path, operation: .list, errno: errno) }
      break
    }
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) { names.append(name) }
  }
  return names.sorted { $0.lexicographicallyPrecedes($1) }
}

/// The folder that holds a path; `.` for a bare name, `/` for the root.
public func parentFolder(of path: String) -> String {
  let slash = UInt8(ascii: "/")
  var bytes = Array(path.utf8)
  while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
  guard let last = bytes.lastIndex(of: slash) else { return "." }
  bytes.removeSubrange(last...)
  while bytes.count > 1, bytes.last == slash { bytes.removeLast() }
  return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
}

/// The last part of a path, without slashes at its end; empty for the root.
public func lastPathPart(of path: String) -> String {
  let slash = UInt8(ascii: "/")
  var bytes = Array(path.utf8)
  while bytes.last == slash { bytes.removeLast() }
  guard let last = bytes.lastIndex(of: slash) else { return String(decoding: bytes, as: UTF8.self) }
  return String(decoding: bytes[(last + 1)...], as: UTF8.self)
}

/// A name inside a folder; the bare name for the folder `.`.
public func joinPath(_ folder: String, _ name: String) -> String {
  if folder == "." || folder.isEmpty { return name }
  return folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
}

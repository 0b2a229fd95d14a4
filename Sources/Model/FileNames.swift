/// Why a name that is otherwise plain should not become a file's or a folder's; nil where it may.
///
/// A site and its archive are copied to disks of every kind, and their names are handed to programs.
public func fileNameProblem(_ name: String) -> String? {
  var name = name
  return name.withUTF8 { bytes in
    if bytes.first == UInt8(ascii: "-") {
      return "programs take a name that begins with a hyphen for an option"
    }
    // Windows looks at what stands before the first dot.
    let stem = bytes.prefix { $0 != UInt8(ascii: ".") }.map { byte in
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
    let isDevice =
      ["con", "prn", "aux", "nul"].contains { stem.elementsEqual($0.utf8) }
      || (stem.count == 4 && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(stem[3])
        && ["com", "lpt"].contains { stem.starts(with: $0.utf8) })
    if isDevice { return "Windows has a device of this name, and can hold no file of it" }
    if bytes.last == UInt8(ascii: ".") || bytes.last == UInt8(ascii: " ") {
      return "Windows drops the dot or the space at its end"
    }
    return nil
  }
}

/// One folder of a file system that can be seen at a place.
public struct Mount: Sendable, Hashable {
  /// The file system, as the kernel numbers it: `8:1`.
  public let device: String
  /// Which folder of it, from its own top.
  public let root: String
  /// Where it can be seen.
  public let point: String

  public init(device: String, root: String, point: String) {
    self.device = device
    self.root = root
    self.point = point
  }
}

/// What is mounted where, as far as this process may know.
public struct MountTable: Sendable, Hashable {
  /// What this process sees.
  public let own: [Mount]
  /// What other processes see, such as those in containers; only parts of file systems.
  public let others: [Mount]

  public init(own: [Mount], others: [Mount]) {
    self.own = own
    self.others = others
  }

  /// How a folder has to do with a mount.
  public enum Use: Sendable, Hashable {
    /// Something is mounted on it, or on a folder in it.
    case mountPoint(String)
    /// It, or a folder in it, can also be seen at this path, perhaps only in a container.
    case seenAt(String)
  }

  /// How a folder has to do with a mount; nil for nothing.
  /// - Parameter folder: Absolute and without links.
  public func use(of folder: String) -> Use? {
    if let inside = own.first(where: { Self.isSame($0.point, orIn: folder) }) {
      return .mountPoint(inside.point)
    }
    // Of several on one place the last is on top.
    var holder: Mount?
    for mount in own where Self.isSame(folder, orIn: mount.point) {
      if mount.point.utf8.count >= holder?.point.utf8.count ?? 0 { holder = mount }
    }
    guard let holder else { return nil }
    let rest = folder.utf8.dropFirst(Self.withoutSlash(holder.point).utf8.count)
    let place = Self.withoutSlash(holder.root) + String(decoding: Array(rest), as: UTF8.self)
    let other = (own + others).first {
      $0.device == holder.device && Self.isSame($0.root, orIn: place)
    }
    return other.map { .seenAt($0.point) }
  }

  /// Where something is mounted in a folder, from the folder on; what is mounted on the folder itself is not in it.
  /// - Parameter folder: Absolute and without links.
  public func points(in folder: String) -> [String] {
    let top = Self.withoutSlash(folder).utf8.count + 1
    return own.filter { Self.isSame($0.point, orIn: folder) && $0.point.utf8.count > top }.map { mount in
      String(decoding: Array(mount.point.utf8.dropFirst(top)), as: UTF8.self)
    }
  }

  private static func isSame(_ path: String, orIn folder: String) -> Bool {
    let folder = withoutSlash(folder)
    guard path.utf8.starts(with: folder.utf8) else { return false }
    let rest = path.utf8.dropFirst(folder.utf8.count)
    return rest.isEmpty || rest.first == UInt8(ascii: "/")
  }

  /// The root is nothing, so that a path in it begins with it and a slash.
  private static func withoutSlash(_ path: String) -> String {
    path.utf8.elementsEqual("/".utf8) ? "" : path
  }

  /// Reads the kernel's table: `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/root rw`.
  static func mounts(reading text: [UInt8]) -> [Mount] {
    text.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
      guard fields.count > 5 else { return nil }
      return Mount(
        device: String(decoding: fields[2], as: UTF8.self), root: unescaped(fields[3]),
        point: unescaped(fields[4]))
    }
  }

  /// Undoes the escapes of spaces and line ends: `\040`.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String {
    var bytes: [UInt8] = []
    var place = field.startIndex
    while place < field.endIndex {
      let digits = field[place...].dropFirst().prefix(3)
      if field[place] == UInt8(ascii: "\\"), digits.count == 3,
        digits.allSatisfy({ (0x30...0x37).contains($0) })
      {
        bytes.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }))
        place += 4
      } else {
        bytes.append(field[place])
        place += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Asks the system, also what every process sees that it may look at.
  static func current() -> MountTable {
    let limit = 16 << 20
    guard let own = try? readFile("/proc/self/mountinfo", limit: limit) else {
      return MountTable(own: [], others: [])
    }
    var seen: Set<[UInt8]> = [own]
    var others: [Mount] = []
    let processes = ((try? listFolder("/proc")) ?? []).filter { name in
      name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    for process in processes {
      guard let text = try? readFile("/proc/\(process)/mountinfo", limit: limit), seen.insert(text).inserted
      else { continue }
      others += mounts(reading: text).filter { $0.root != "/" }
    }
    return MountTable(own: mounts(reading: own), others: others)
  }
}

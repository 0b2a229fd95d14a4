import CDeflate

/// The gzip format, by libdeflate.
enum Gzip {
  /// Where libdeflate's own default lies: JSON shrinks to a sixth, and higher levels gain a percent or two.
  private static let level: Int32 = 6

  /// Compresses bytes into one member without a time stamp, so that the same bytes give the same member.
  static func compress(_ bytes: [UInt8]) throws(GzipError) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(level) else {
      throw GzipError(offset: 0, reason: .outOfMemory)
    }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_gzip_compress_bound(compressor, bytes.count)
    let member = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = bytes.withUnsafeBytes {
        libdeflate_gzip_compress(compressor, $0.baseAddress, $0.count, buffer.baseAddress, bound)
      }
    }
    // libdeflate returns 0 where the bound was too small, which its contract rules out.
    guard !member.isEmpty else { throw GzipError(offset: 0, reason: .outOfMemory) }
    return member
  }

  /// Decompresses all members of a file.
  /// - Parameter limit: The most bytes to give back, so that a small file cannot fill the memory.
  static func decompress(_ file: [UInt8], limit: Int = 1 << 30) throws(GzipError) -> [UInt8] {
    var members = try GzipMembers(of: file, limit: limit)
    var bytes: [UInt8] = []
    while let member = try members.next() { bytes += member }
    return bytes
  }
}

/// Why a file is no gzip file that can be read, and where.
public struct GzipError: Error, Sendable, Hashable {
  /// The offset in the file, in bytes, of the member that cannot be read.
  public let offset: Int
  public let reason: Reason

  public enum Reason: Sendable, Hashable {
    /// Not gzip, cut off, or its checksum does not fit; a whole file without a member counts too.
    case invalid
    /// More bytes come out than the limit allows.
    case tooLarge
    case outOfMemory
  }

  public init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}

extension GzipError: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .invalid: "the gzip member at byte \(offset) is cut off or altered"
    case .tooLarge: "the gzip member at byte \(offset) holds more than a part may"
    case .outOfMemory: "the memory does not suffice for the gzip member at byte \(offset)"
    }
  }
}

/// The members of a gzip file, decompressed one at a time.
struct GzipMembers: ~Copyable {
  private let file: [UInt8]
  private let decompressor: OpaquePointer
  private var offset = 0
  /// Where the member that was read last is in the file.
  private(set) var range = 0..<0
  private var room: Int
  /// The size of the member before: members of one file are much alike.
  private var guess: Int

  /// Opens a file; an empty one is an error, because every file has a member.
  /// - Parameter limit: The most bytes that all members together may hold.
  init(of file: [UInt8], limit: Int = 1 << 30) throws(GzipError) {
    guard !file.isEmpty else { throw GzipError(offset: 0, reason: .invalid) }
    guard let decompressor = libdeflate_alloc_decompressor() else {
      throw GzipError(offset: 0, reason: .outOfMemory)
    }
    self.file = file
    self.decompressor = decompressor
    room = max(0, limit)
    guess = min(file.count, 1 << 20) * 8
  }

  deinit {
    libdeflate_free_decompressor(decompressor)
  }

  /// Decompresses the next member; nil at the end of the file.
  mutating func next() throws(GzipError) -> [UInt8]? {
    guard offset < file.count else { return nil }
    var capacity = min(room, guess + guess / 4)
    while true {
      // A buffer of no bytes has no address, which libdeflate takes for "size unknown".
      let (member, length, result) = attempt(capacity: max(1, capacity))
      switch result {
      case LIBDEFLATE_SUCCESS where length > 0 && member.count <= room:
        range = offset..<(offset + length)
        offset += length
        room -= member.count
        guess = member.count
        return member
      case LIBDEFLATE_INSUFFICIENT_SPACE where capacity < room:
        capacity = capacity > room / 2 ? room : max(capacity * 2, 64)
      case LIBDEFLATE_SUCCESS where length > 0, LIBDEFLATE_INSUFFICIENT_SPACE:
        throw GzipError(offset: offset, reason: .tooLarge)
      default:
        throw GzipError(offset: offset, reason: .invalid)
      }
    }
  }

  private func attempt(
    capacity: Int
  ) -> (member: [UInt8], length: Int, result: libdeflate_result) {
    var length = 0
    var result = LIBDEFLATE_BAD_DATA
    let member = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      file.withUnsafeBytes { file in
        let rest = UnsafeRawBufferPointer(rebasing: file[offset...])
        result = libdeflate_gzip_decompress_ex(
          decompressor, rest.baseAddress, rest.count, buffer.baseAddress, capacity, &length, &count)
      }
      if result != LIBDEFLATE_SUCCESS { count = 0 }
    }
    return (member, length, result)
  }
}

import Model

/// One metric's readings of a group's KOLs.
///
///     exponent   1 byte: the power of ten that all values are multiples of, or 255
///     values     4 bytes each, in units of that power of ten of a millionth; 8 bytes each, in millionths, after 255
///
/// A missing reading is at the far negative end of either width, at the number that ``PackedReading`` has for it.
enum Column {
  private static let wide: UInt8 = 255
  private static let reserved = Int32(PackedReading.reserved)

  static func append(_ readings: [PackedReading], to bytes: inout [UInt8]) {
    guard let exponent = exponent(of: readings) else {
      bytes.append(wide)
      for reading in readings { bytes.append(littleEndian: reading.bits) }
      return
    }
    bytes.append(exponent)
    let unit = powersOfTen[Int(exponent)]
    for reading in readings {
      if let value = reading.value {
        bytes.append(littleEndian: Int32(truncatingIfNeeded: value.millionths / unit))
      } else {
        bytes.append(littleEndian: Int32.min + Int32(truncatingIfNeeded: reading.bits - Int64.min))
      }
    }
  }

  /// The largest power of ten that fits; nil where values need eight bytes.
  private static func exponent(of readings: [PackedReading]) -> UInt8? {
    var exponent = powersOfTen.count - 1
    var largest: Int64 = 0
    for reading in readings {
      guard let value = reading.value?.millionths else { continue }
      while value % powersOfTen[exponent] != 0 { exponent -= 1 }
      largest = max(largest, Int64(clamping: value.magnitude))
    }
    guard largest / powersOfTen[exponent] < Int64(Int32.max - reserved) else { return nil }
    return UInt8(exponent)
  }

  private static let powersOfTen: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// Reads a column of `count` values into every place that `rows` names, and returns how many bytes it took.
  /// - Parameters:
  ///   - bytes: The column and what follows it.
  ///   - rows: For each value where it goes.
  /// - Returns: Nil where the bytes are no column.
  static func read(
    _ bytes: UnsafeRawBufferPointer, count: Int, into cells: UnsafeMutableBufferPointer<Int64>,
    rows: RowMapping
  ) -> Int? {
    guard let exponent = bytes.first else { return nil }
    if exponent == wide {
      guard bytes.count >= 1 + count * 8 else { return nil }
      rows.forEach { row, place in
        cells[place] = Int64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: 1 + row * 8, as: Int64.self))
      }
      return 1 + count * 8
    }
    guard Int(exponent) < powersOfTen.count, bytes.count >= 1 + count * 4 else { return nil }
    let unit = powersOfTen[Int(exponent)]
    let firstValue = Int32.min + reserved
    rows.forEach { row, place in
      let stored = Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 1 + row * 4, as: Int32.self))
      cells[place] =
        stored >= firstValue
        ? Int64(stored) &* unit : Int64.min &+ (Int64(stored) &- Int64(Int32.min))
    }
    return 1 + count * 4
  }
}

/// Which of a group's rows are wanted, and where each goes.
struct RowMapping: Sendable, Hashable {
  /// Runs of neighbours: rows from `row` on go to places from `place` on.
  private var runs: [Run] = []

  private struct Run: Sendable, Hashable {
    let row: Int
    let place: Int
    var count: Int
  }

  mutating func add(row: Int, place: Int) {
    if let last = runs.last, last.row + last.count == row, last.place + last.count == place {
      runs[runs.count - 1].count += 1
    } else {
      runs.append(Run(row: row, place: place, count: 1))
    }
  }

  @inline(__always)
  func forEach(_ body: (_ row: Int, _ place: Int) -> Void) {
    for run in runs {
      for offset in 0..<run.count { body(run.row &+ offset, run.place &+ offset) }
    }
  }
}

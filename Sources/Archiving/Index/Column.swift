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

  /// How many bytes a column of `count` values takes that starts with this byte; nil where that is no column.
  static func length(_ exponent: UInt8, count: Int) -> Int? {
    if exponent == wide { return 1 + count * 8 }
    return Int(exponent) < powersOfTen.count ? 1 + count * 4 : nil
  }

  /// The reading in a row of a column whose length was checked.
  static func reading(_ column: UnsafeRawBufferPointer, row: Int) -> PackedReading {
    let exponent = column[0]
    if exponent == wide {
      return PackedReading(
        bits: Int64(littleEndian: column.loadUnaligned(fromByteOffset: 1 + row * 8, as: Int64.self)))
    }
    let stored = Int32(littleEndian: column.loadUnaligned(fromByteOffset: 1 + row * 4, as: Int32.self))
    guard stored >= Int32.min + reserved else {
      return PackedReading(bits: Int64.min + (Int64(stored) - Int64(Int32.min)))
    }
    return PackedReading(bits: Int64(stored) * powersOfTen[Int(exponent)])
  }
}

extension PackedReading {
  /// A day in a column: the days since the epoch; nil is no value.
  init(olderDay day: CalendarDay?) {
    self.init(
      day.flatMap { Quantity(Int64($0.daysSinceEpoch)) }.map { .value($0) } ?? .absent(.notSent))
  }

  /// A time in a column: the seconds since the epoch; before all others is no value.
  init(seconds time: Timestamp) {
    self.init(Quantity(Int64(time.secondsSinceEpoch)).map { .value($0) } ?? .failed)
  }

  /// The time of ``init(seconds:)``.
  var time: Timestamp? {
    value?.whole.map { Timestamp(secondsSinceEpoch: Int($0)) }
  }

  var olderDay: CalendarDay? {
    value?.whole.map { CalendarDay(daysSinceEpoch: Int($0)) }
  }
}

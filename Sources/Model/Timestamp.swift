/// An instant in UTC, to the second.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public let secondsSinceEpoch: Int

  public init(secondsSinceEpoch: Int) {
    self.secondsSinceEpoch = secondsSinceEpoch
  }

  /// Reads exactly `YYYY-MM-DDTHH:MM:SSZ`; nil for anything else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
      let day = CalendarDay(String(decoding: bytes[0..<10], as: UTF8.self))
    else { return nil }
    func number(_ at: Int, below limit: Int) -> Int? {
      let digits = bytes[at...(at + 1)]
      guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
      let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return value < limit ? value : nil
    }
    guard let hour = number(11, below: 24), let minute = number(14, below: 60),
      let second = number(17, below: 60)
    else { return nil }
    secondsSinceEpoch = day.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.secondsSinceEpoch < right.secondsSinceEpoch
  }

  /// The day and the time of day at an offset from UTC.
  /// - Parameter offset: Seconds east of Greenwich; 28,800 for Asia/Shanghai.
  public func local(offset: Int) -> (day: CalendarDay, hour: Int, minute: Int, second: Int) {
    let shifted = secondsSinceEpoch + offset
    let days = shifted >= 0 ? shifted / 86_400 : (shifted - 86_399) / 86_400
    let rest = shifted - days * 86_400
    return (CalendarDay(daysSinceEpoch: days), rest / 3_600, rest / 60 % 60, rest % 60)
  }
}

extension Timestamp: CustomStringConvertible {
  /// `YYYY-MM-DDTHH:MM:SSZ`.
  public var description: String {
    let (day, hour, minute, second) = local(offset: 0)
    return "\(day)T\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))Z"
  }
}

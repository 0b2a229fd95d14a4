/// Numbers and days in digits.
extension MarkupBuffer {
  /// Appends decimal digits, without grouping.
  public mutating func append(integer: Int) {
    appendBackwards { digits in
      digits.write(integer.magnitude)
      if integer < 0 { digits.write(byte: UInt8(ascii: "-")) }
    }
  }

  /// Appends a number of hundredths in its shortest decimal form: 1250 as `12.5`, 1200 as `12`, -5 as `-0.05`.
  public mutating func append(hundredths: Int) {
    appendBackwards { $0.write(hundredths: hundredths) }
  }

  /// Appends millionths as a decimal number with its digits in groups of three and without trailing zeros: 1_204_500_000
  /// as `1,204.5`.
  public mutating func append(groupedMillionths millionths: UInt64) {
    appendBackwards { digits in
      var (whole, fraction) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
      digits.write(millionths: fraction)
      while whole >= 1_000 {
        let group = UInt32(truncatingIfNeeded: whole % 1_000)
        whole /= 1_000
        digits.write(twoDigits: group)
        digits.write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: group / 100))
        digits.write(byte: UInt8(ascii: ","))
      }
      digits.write(UInt(whole))
    }
  }

  /// Appends millionths as a decimal number in its shortest form: 1_204_500_000 as `1204.5`, -20_900 as `-0.0209`.
  public mutating func append(millionths: Int64) {
    appendBackwards { digits in
      let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
      digits.write(millionths: fraction)
      digits.write(UInt(whole))
      if millionths < 0 { digits.write(byte: UInt8(ascii: "-")) }
    }
  }

  /// Appends a day of the years 0 to 9999 as `2026-11-22`.
  public mutating func append(year: Int, month: Int, day: Int) {
    let year = UInt32(truncatingIfNeeded: year)
    appendBackwards { digits in
      digits.write(twoDigits: UInt32(truncatingIfNeeded: day))
      digits.write(byte: UInt8(ascii: "-"))
      digits.write(twoDigits: UInt32(truncatingIfNeeded: month))
      digits.write(byte: UInt8(ascii: "-"))
      digits.write(twoDigits: year % 100)
      digits.write(twoDigits: year / 100)
    }
  }

  /// Appends a step of an SVG path to an absolute point in hundredths: `L12.5 3`.
  ///
  /// `command` is one ASCII letter. A chart writes hundreds of these, so they have a function of their own.
  public mutating func appendPathStep(_ command: Unicode.Scalar, x: Int, y: Int) {
    appendBackwards { digits in
      digits.write(hundredths: y)
      digits.write(byte: UInt8(ascii: " "))
      digits.write(hundredths: x)
      digits.write(byte: UInt8(truncatingIfNeeded: command.value))
    }
  }
}

extension BackwardsText {
  @inline(__always)
  mutating func write(_ number: UInt) {
    var rest = number
    repeat {
      let digit: UInt
      (rest, digit) = rest.quotientAndRemainder(dividingBy: 10)
      write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
    } while rest > 0
  }

  /// Writes the last two digits of a number.
  @inline(__always)
  mutating func write(twoDigits number: UInt32) {
    write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
  }

  /// Writes a point and a fraction of less than a million millionths without trailing zeros; nothing for none.
  @inline(__always)
  mutating func write(millionths fraction: UInt64) {
    guard fraction > 0 else { return }
    var (rest, places) = (fraction, 6)
    while rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    for _ in 0..<places {
      write(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    write(byte: UInt8(ascii: "."))
  }

  @inline(__always)
  mutating func write(hundredths: Int) {
    let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if fraction > 0 {
      let (tenth, hundredth) = fraction.quotientAndRemainder(dividingBy: 10)
      if hundredth > 0 { write(hundredth) }
      write(tenth)
      write(byte: UInt8(ascii: "."))
    }
    write(whole)
    if hundredths < 0 { write(byte: UInt8(ascii: "-")) }
  }
}

import Markup

/// A label cut to the room it has, with an estimate of its width.
///
/// Fonts are not known here, so widths are estimates on the wide side: 0.64 em for ASCII but 1 em for its
/// widest (`%`, `@`, `M`, `W`, `m`, `w`), nothing for marks and joiners, 1 em for all else.
struct FittedText: Equatable {
  /// The font size that all charts are laid out for.
  static let fontSize = 12
  /// No label needs more scalars than this, however narrow they claim to be.
  private static let longest = 200

  /// Cleaned, on one line; ends in `…` where it was cut.
  let text: String
  /// In hundredths of a pixel.
  let width: Int

  /// Cuts `label` by scalars until it takes no more than `room` hundredths of a pixel.
  init(_ label: String, within room: Int) {
    if label.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !Self.isWide($0) }),
      label.utf8.count <= room / Self.width(of: "0")
    {
      text = label
      width = label.utf8.count * Self.width(of: "0")
      return
    }
    let clean = cleanText(label)
    let ellipsis = Self.width(of: "…")
    var width = 0
    var count = 0
    // Where to cut, should the rest turn out too long.
    var cut = clean.startIndex
    var widthAtCut = 0
    for index in clean.unicodeScalars.indices {
      let scalarWidth = Self.width(of: clean.unicodeScalars[index])
      // Cut only before a scalar with a width, never between a letter and its marks.
      if scalarWidth > 0 && width + ellipsis <= room {
        (cut, widthAtCut) = (index, width)
      }
      width += scalarWidth
      count += 1
      if width > room || count > Self.longest {
        text = String(clean[..<cut]) + "…"
        self.width = widthAtCut + ellipsis
        return
      }
    }
    text = clean
    self.width = width
  }

  /// The estimated width of a scalar, in hundredths of a pixel.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0...0x7F: isWide(UInt8(scalar.value)) ? fontSize * 100 : fontSize * 64
    case 0x300...0x36F, 0x200B...0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
    case 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF: 0
    default: fontSize * 100
    }
  }
  /// The widest of ASCII.
  private static func isWide(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "M"), UInt8(ascii: "W"), UInt8(ascii: "m"),
      UInt8(ascii: "w"):
      true
    default: false
    }
  }
}

extension FittedText {
  /// A name and its value; where both are too long, the name is cut and the value stays.
  init(_ name: String, _ separator: String, value: String, within room: Int) {
    let whole = FittedText(name + separator + value, within: .max)
    let end = FittedText(separator + value, within: .max)
    // A value longer than half the room is not kept at the name's cost.
    guard whole.width > room, end.width <= room / 2 else {
      self.init(name + separator + value, within: room)
      return
    }
    let start = FittedText(name, within: room - end.width)
    self.init(start.text + separator + value, within: room)
  }
}

import Markup

/// A label cut to the room it has, with an estimate of its width.
///
/// Fonts are not known here, so widths are estimates on the wide side: 0.64 em for ASCII, nothing for
/// marks and joiners, 1 em for all else.
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
    if label.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), label.utf8.count <= room / Self.width(of: "0") {
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
    case 0...0x7F: fontSize * 64
    case 0x300...0x36F, 0x200B...0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
    case 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF: 0
    default: fontSize * 100
    }
  }
}

/// A node of a page. A text may span tags that the parser passes over.
public struct HTMLNode: Sendable {
  public enum Kind: Sendable { case element, text, comment }

  public let kind: Kind
  /// Of an element, as it is written, in lower case; of one that is written nowhere, as it is in the tree.
  public let name: String
  /// Of SVG or MathML.
  public let isForeign: Bool
  /// An element that stands in the tree for the end tag of one that is not open, such as `</p>`.
  public let isFromEndTag: Bool
  /// The index of the element that it is in.
  public let parent: Int?
  /// Of the start tag, the text or the comment; nil for an element that the parser has added.
  public let range: Range<Int>?
  /// Of the tag that ended the element, which may be that of another one.
  public let end: Range<Int>?
  /// In the order written, without those whose name was there before.
  public let attributes: [HTMLAttribute]

  public subscript(name: String) -> HTMLAttribute? { attributes.first { $0.name == name } }

  /// The last attribute that begins before a byte.
  public func attribute(before offset: Int) -> Int? {
    var low = 0
    var high = attributes.count
    while low < high {
      let middle = (low + high) / 2
      if attributes[middle].range.lowerBound < offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}

public struct HTMLAttribute: Sendable {
  /// As it is written, in lower case.
  public let name: String
  /// With its character references resolved.
  public let value: [UInt8]
  /// Of the name.
  public let range: Range<Int>
  /// Of the value with its quotes; empty where there is none.
  public let written: Range<Int>

  /// From the name to the end of the value.
  public var whole: Range<Int> { range.lowerBound..<max(range.upperBound, written.upperBound) }
}

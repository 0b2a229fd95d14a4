/// Finished markup in one stretch of bytes, which its pieces are places in.
///
/// What is the same on every page is made of many short pieces. A row that names them by their places holds no
/// references, so going through rows counts none, which would cost more than writing them.
public struct MarkupPieces: Sendable {
  @usableFromInline var bytes: [UInt8] = []

  public init() {}

  /// A place in the markup that it was added to; it is of no use for another's.
  public struct Piece: Sendable {
    @usableFromInline let start: UInt32
    @usableFromInline let end: UInt32
  }

  /// Adds a piece.
  public mutating func add(_ write: (inout MarkupBuffer) -> Void) -> Piece {
    add(.written(write))
  }

  /// Adds a piece.
  public mutating func add(_ html: HTML) -> Piece {
    let start = UInt32(clamping: bytes.count)
    bytes += html.bytes
    return Piece(start: start, end: UInt32(clamping: bytes.count))
  }
}

extension MarkupBuffer {
  /// Appends a piece.
  @inlinable
  public mutating func append(_ piece: MarkupPieces.Piece, of pieces: MarkupPieces) {
    pieces.bytes.withUnsafeBufferPointer { bytes in
      append(copying: UnsafeBufferPointer(rebasing: bytes[Int(piece.start)..<Int(piece.end)]))
    }
  }
}

/// How much Markdown is accepted; what is beyond is an error, never a slow or endless build.
public struct MarkdownLimits: Sendable, Hashable {
  /// The largest source, in UTF-8 bytes.
  public let bytes: Int
  /// The deepest nesting of blocks and inlines together; 1 is a paragraph of plain text in the document.
  public let depth: Int

  /// The defaults let every source of a page through that a person writes.
  public init(bytes: Int = 256 * 1024, depth: Int = 64) {
    self.bytes = bytes
    self.depth = depth
  }
}

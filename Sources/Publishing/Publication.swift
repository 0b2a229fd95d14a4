public import Model

/// What a publication did.
public struct Publication: Sendable, Hashable {
  /// Files that are new or changed; the manifest is not counted.
  public let written: Int
  /// Files that are as they were before, and kept their modification time.
  public let unchanged: Int
  /// Files that kolsite did not write and kept.
  public let carriedOver: Int
  /// Files that kolsite had written before and that the site no longer has.
  public let removed: Int
  /// What is worth saying though the site is published.
  public let notices: [Diagnostic]

  public init(written: Int, unchanged: Int, carriedOver: Int, removed: Int, notices: [Diagnostic]) {
    self.written = written
    self.unchanged = unchanged
    self.carriedOver = carriedOver
    self.removed = removed
    self.notices = notices
  }
}

import Files

/// What is known of a site before its first page is written, and before anything is bought for it.
extension Publisher {
  /// Refuses a site of fewer than half the pages of the one that it would replace.
  public func checkSize(pages: Int) throws(PublishingError) {
    let old = try folder.exists() ? SiteManifest.load(from: folder.path, using: operations) : nil
    try checkSize(pages: pages, before: old?.pageCount ?? 0)
  }

  func checkSize(pages: Int, before: Int) throws(PublishingError) {
    // Compared so that nothing can overflow.
    if !allowShrink, pages < before - pages { throw .shrunk(pages: pages, before: before) }
  }

  /// Tells for a path from the top of the site whether the folder has a file there that kolsite did not write, which
  /// the new site will have too.
  public func keptFiles() throws(PublishingError) -> (String) -> Bool {
    let old = try folder.exists() ? SiteManifest.load(from: folder.path, using: operations) : nil
    let own = Set((old?.entries ?? []).map(\.path.text))
    let (path, operations) = (folder.path, operations)
    return { file in
      guard !own.contains(file), !file.utf8.contains(0) else { return false }
      if case .file? = try? operations.status(joinPath(path, file)) { return true }
      return false
    }
  }
}

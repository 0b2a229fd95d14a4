import Files
import Model

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Puts a finished folder in the place of the site's.
///
/// An error leaves the old site. Once the new one is in place, what still goes wrong is a notice.
struct Replacement {
  private let staged: String
  private let folder: SiteFolder
  private let operations: FileOperations

  init(_ staged: String, _ folder: SiteFolder, using operations: FileOperations) {
    self.staged = staged
    self.folder = folder
    self.operations = operations
  }

  /// Gives the folder its name where no site is yet.
  func place() throws(PublishingError) -> [Diagnostic] {
    try files { () throws(FileError) in try operations.rename(staged, folder.path) }
    return finish(removing: nil)
  }

  /// Exchanges the new site and the old one in one step, or in two where the file system has no such step.
  func replace() throws(PublishingError) -> [Diagnostic] {
    do throws(FileError) {
      try operations.exchange(staged, folder.path)
    } catch  where Self.hasNoExchange.contains(error.errno) {
      let old = try moveAside()
      let notice = Diagnostic(
        .note,
        "\(folder.path) was replaced in two steps, because the file system cannot exchange folders"
          + " (\(error.reason)); for a moment it was not there")
      return [notice] + finish(removing: old)
    } catch {
      throw .cannotBeReplaced(folder.path, error)
    }
    return finish(removing: staged)
  }

  /// What a file system or a kernel without the exchange answers; old containers say `EPERM`.
  private static let hasNoExchange = [EINVAL, ENOSYS, EBUSY, EXDEV, ENOTSUP, EPERM]

  /// Renames the old site and then the new one; a failure puts the old one back.
  private func moveAside() throws(PublishingError) -> String {
    let old = try files { () throws(FileError) in try folder.freePath(.old) }
    do throws(FileError) {
      try operations.rename(folder.path, old)
    } catch {
      throw .cannotBeReplaced(folder.path, error)
    }
    do throws(FileError) {
      try operations.rename(staged, folder.path)
    } catch {
      do throws(FileError) {
        try operations.rename(old, folder.path)
      } catch {
        throw .movedAside(folder: folder.path, to: old, error)
      }
      throw .cannotBeReplaced(folder.path, error)
    }
    return old
  }

  /// Waits for the disk, then removes the old site.
  private func finish(removing old: String?) -> [Diagnostic] {
    do throws(FileError) {
      try operations.syncFolder(folder.parent)
      if let old { try removeTree(old, using: operations) }
      return []
    } catch {
      return [
        Diagnostic(
          .warning, "the new site is published, but: \(error)",
          hint: old.map { "the old site may still be in \($0); the next run removes it" })
      ]
    }
  }
}

public import Files
import Model

// Parts are never changed, so whoever reads needs no lock against those who write; but pruning removes parts.
extension Archive {
  var readingLockPath: String { joinPath(workFolder, "lock-reading") }

  /// Keeps pruning away until the lock is let go; readers share it.
  /// - Returns: Nil where there is nothing to lock, or no way to, as in an archive that this user may not write to.
  /// - Throws: ``ArchiveError/busy(_:)`` while the archive is pruned.
  public func lockForReading() throws(ArchiveError) -> FileLock? {
    do throws(ArchiveError) {
      guard try exists(folder) else { return nil }
      try createWorkFolder()
      return try lock(readingLockPath, isShared: true)
    } catch {
      if case .file = error { return nil }
      throw error
    }
  }

  /// Opens a part that a manifest lists.
  func openPart(_ part: Manifest.Part, on day: CalendarDay) throws(ArchiveError) -> PartLines {
    let path = joinPath(dayFolder(of: day), part.name)
    do throws(ArchiveError) {
      return try PartLines(path: path, listedAs: part, using: operations)
    } catch {
      // Pruning marks the day before it removes a part.
      if try !exists(path), try isPruned(day) { throw .prunedMeanwhile(path: path) }
      throw error
    }
  }
}

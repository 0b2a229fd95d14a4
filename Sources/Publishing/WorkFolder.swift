import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where a publication in place is prepared; it is there only while one is under way.
struct WorkFolder: Sendable {
  let path: String

  /// The site that is being written.
  var staging: String { joinPath(path, "staging") }
  /// A whole and checked site on its way into the folder. Where a run finds it, an earlier one was stopped, and what it
  /// began is done again from here.
  var ready: String { joinPath(path, "ready") }
  /// Which site ``ready`` was to replace: a ``InPlaceJournal``.
  var journal: String { joinPath(path, "journal") }
  /// What is being removed.
  private var done: String { joinPath(path, "done") }

  /// Ends what was begun in one step, then removes everything that kolsite puts here.
  func close(using operations: FileOperations) throws(FileError) {
    if try operations.status(ready) != .missing {
      try removeTree(done, using: operations)
      try operations.rename(ready, done)
    }
    for part in [done, staging, journal] { try removeTree(part, using: operations) }
    guard try operations.status(path) != .missing else { return }
    do throws(FileError) {
      try operations.removeFolder(path)
    } catch  where [ENOTEMPTY, EEXIST].contains(error.errno) {
      // Something of a person's is in it.
    }
  }
}

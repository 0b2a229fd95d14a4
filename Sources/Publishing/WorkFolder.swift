import Files

/// Where a publication in place is prepared; it is there only while one is under way.
struct WorkFolder: Sendable {
  let path: String

  /// The site that is being written.
  var staging: String { joinPath(path, "staging") }
  /// A whole and checked site on its way into the folder. This name is the journal: where a run finds it, an earlier
  /// one was stopped, and what it began is done again from here.
  var ready: String { joinPath(path, "ready") }
  /// What is being removed.
  private var done: String { joinPath(path, "done") }

  /// Ends the journal in one step, then removes everything.
  func close(using operations: FileOperations) throws(FileError) {
    if try operations.status(ready) != .missing {
      try removeTree(done, using: operations)
      try operations.rename(ready, done)
    }
    try removeTree(path, using: operations)
  }
}

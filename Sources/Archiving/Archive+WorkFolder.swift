import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where an archive's locks and journals are: in a folder of its own, which tells git to ignore it, and which is there
/// only while somebody is at work, or has been killed.
///
///     project/Content/snapshots   ►  project/Content/snapshots/.kolsite
///     /srv/numbers                ►  /srv/numbers/.kolsite
///
/// Nothing else is found by everybody who has the archive: by a link, by a mount of its folder alone, or in a container
/// that sees nothing around it. So two projects that share an archive exclude each other, and each completes what a
/// killed run of the other has left.
extension Archive {
  var workFolder: String { joinPath(folder, ".kolsite") }

  /// Creates the folder for locks and journals.
  func createWorkFolder() throws(ArchiveError) {
    try refuseLink(workFolder)
    try onDisk { () throws(FileError) in
      try createFolder(workFolder, using: operations)
    }
    // Of a run that was killed as it made the folder.
    try? removeTemporaryFiles(in: workFolder, using: operations)
    let ignore = joinPath(workFolder, ".gitignore")
    if try !exists(ignore) {
      // A run can do without, so it is no reason to end one.
      try? writeFileDurably(Array("*\n".utf8), to: ignore, replacing: true, using: operations)
    }
  }

  /// Whoever made a link chose what is written over.
  func refuseLink(_ path: String) throws(ArchiveError) {
    guard try status(path) == .symbolicLink else { return }
    throw .file(FileError(path: path, operation: .createFolder, errno: ELOOP))
  }

  func lock(_ path: String, isShared: Bool = false) throws(ArchiveError) -> FileLock {
    do throws(FileLock.Failure) {
      return try FileLock(path: path, isShared: isShared, isTemporary: true)
    } catch {
      switch error {
      case .busy(let busy): throw .busy(busy)
      case .file(let error): throw .file(error)
      }
    }
  }
}

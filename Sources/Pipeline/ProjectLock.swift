import CommandSupport
import Files
import Model

/// Held while a run works: two runs never write the same archive or site at once.
///
/// The shards of a fetch share the project and have a lock each: they write files of their own.
struct ProjectLock {
  private let held: [FileLock]

  init(_ options: RunOptions, for command: Run.Command) throws(RunFailure) {
    // What could not be written to otherwise.
    let obstructed: ExitStatus = command == .fetch ? .archive : .unpublished
    let hint = "kolsite keeps its lock and its last report there: make the folder writable"
    do throws(FileError) {
      try createFolder(options.folders.statePath)
    } catch {
      throw RunFailure(obstructed, error.description, hint: hint)
    }
    let shard = command == .fetch ? options.selection.shard : nil
    do throws(FileLock.Failure) {
      let whole = try FileLock(path: "\(options.folders.statePath)/lock", isShared: shard != nil)
      guard let shard else {
        held = [whole]
        return
      }
      held = [whole, try FileLock(path: "\(options.folders.statePath)/lock-\(shard.label)")]
    } catch {
      switch error {
      case .busy:
        throw RunFailure(.unpublished, error.description, hint: "wait for the other run to end, or stop it")
      case .file: throw RunFailure(obstructed, error.description, hint: hint)
      }
    }
  }
}

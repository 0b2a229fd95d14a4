import Files
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// That one run alone publishes to a folder, also where runs of two projects have the same one.
///
/// What is locked are the folders themselves, so nothing lies in the site or beside it for that: the site, from the start,
/// and the folder that will take its place, from its making. Whoever comes by the site's name meets a lock before the
/// exchange and after it. Where there is no site yet, the folder in which the first will be written is made at once.
/// Where the file system has no locks for folders, nobody is kept away.
final class Claim: Sendable {
  private struct State {
    var isActive = false
    var locks: [FolderLock] = []
    /// The folder for a first site, and its lock.
    var first: (path: String, lock: FolderLock)?
  }

  private let state = Mutex(State())

  deinit {
    state.withLock { state in
      // Unless a site was written in it.
      if let first = state.first, first.lock.isOn(first.path) {
        try? FileOperations.real.removeFolder(first.path)
      }
    }
  }

  var isActive: Bool { state.withLock { $0.isActive } }

  /// The folder for a first site, while it is there.
  var first: String? {
    state.withLock { state in state.first.flatMap { $0.lock.isOn($0.path) ? $0.path : nil } }
  }

  func begin() { state.withLock { $0.isActive = true } }

  func hold(_ lock: FolderLock) { state.withLock { $0.locks.append(lock) } }

  func hold(_ lock: FolderLock, first path: String) { state.withLock { $0.first = (path, lock) } }

  /// Whether this holds the lock of what is at a path.
  func holds(_ path: String) -> Bool {
    state.withLock { state in
      state.locks.contains { $0.isOn(path) } || state.first?.lock.isOn(path) == true
    }
  }
}

extension Publisher {
  /// Keeps every other run away from the folder until this publisher and its stagings are gone.
  ///
  /// Before the preflight, which takes what it finds beside the site for the leftovers of killed runs.
  public func lock() throws(PublishingError) {
    try files { () throws(FileError) in try createFolder(folder.parent, using: operations) }
    claim.begin()
    for _ in 0..<Self.mostAttempts {
      try refuseOthers()
      if try folder.exists() {
        if try lockSite() { return }
      } else if try claimFirst() {
        return
      }
    }
    throw .busy(folder.path)
  }

  /// Each is one more change by somebody else between two steps.
  private static var mostAttempts: Int { 20 }

  /// Takes the lock of the site that is there, unless this has it.
  /// - Returns: False where another folder has taken its place meanwhile.
  func lockSite() throws(PublishingError) -> Bool {
    guard !claim.holds(folder.path) else { return true }
    switch FolderLock.take(folder.path) {
    case .taken(let lock):
      guard lock.isOn(folder.path) else { return false }
      claim.hold(lock)
      return true
    case .busy: throw .busy(folder.path)
    case .missing: return false
    case .impossible: return true
    }
  }

  /// Keeps others away from a folder that is to become the site.
  func lockStaging(_ path: String) {
    guard claim.isActive, !claim.holds(path) else { return }
    for _ in 0..<Self.mostAttempts {
      switch FolderLock.take(path) {
      case .taken(let lock): return claim.hold(lock)
      case .missing, .impossible: return
      // Somebody is just looking whether anyone holds it.
      case .busy: usleep(1_000)
      }
    }
  }

  /// Makes the folder for a first site.
  /// - Returns: False where somebody was quicker.
  private func claimFirst() throws(PublishingError) -> Bool {
    let path: String
    do throws(FileError) {
      path = try folder.freePath(.staging)
      try operations.createFolder(path)
    } catch {
      guard error.errno == EEXIST else { throw .file(error) }
      return false
    }
    switch FolderLock.take(path) {
    case .taken(let lock):
      guard lock.isOn(path) else { return false }
      claim.hold(lock, first: path)
    case .impossible:
      try files { () throws(FileError) in try operations.removeFolder(path) }
      return true
    case .busy, .missing:
      // Somebody is just looking whether anyone holds it.
      try? operations.removeFolder(path)
      return false
    }
    try refuseOthers()
    return try !folder.exists()
  }

  /// Throws where a run is under way that has a folder beside the site.
  private func refuseOthers() throws(PublishingError) {
    for role in SiteFolder.Role.allCases {
      for path in try files({ () throws(FileError) in try folder.leftovers(role) }) where !claim.holds(path) {
        if case .busy = FolderLock.take(path) { throw .busy(folder.path) }
      }
    }
  }
}

import Files
import Model
import Publishing
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A publication in place is stopped at every operation, and looked at before each.
struct InPlaceKillTests {
  let site: Site
  let old = [
    "index.html": "<link href=old.css><a href=\"a/b.html#x\"><a href=\"gone/x.html\">",
    "a/b.html": "<p id=x>same",
    "gone/x.html": "<img src=x.svg>", "gone/x.svg": "<svg>", "old.css": "1", "same.css": "1",
  ]
  let new = [
    "index.html": "<link href=new.css><a href=\"a/b.html#x\"><a href=\"c/d.html\">",
    "a/b.html": "<p id=x>same",
    "c/d.html": "<img src=d.svg><a href=e.html>", "c/d.svg": "<svg>", "c/e.html": "<link href=../same.css>",
    "new.css": "2", "same.css": "1",
  ]

  init() throws {
    site = try Site()
  }

  /// - Parameter lasts: Whether every later call is refused too, as when the program was killed.
  @Test(arguments: [false, true])
  func whateverTheMomentTheNextRunCompletesOrUndoes(lasts: Bool) throws {
    var number = 0
    var sees: Set<String> = []
    while true {
      let before = try reset()
      let failing = number
      let watch = Watch(site)
      let faults = Faults(watch.operations) { call, _ in
        call == failing || (lasts && call > failing) ? EIO : nil
      }
      var failure: PublishingError?
      do throws(PublishingError) {
        try site.publish(new, mode: .inPlace, using: faults.operations)
      } catch {
        failure = error
      }
      #expect(watch.faults == [], "stopped before call \(failing)")
      #expect(try foreign(andTemporary: true) == before)
      let left = try site.texts()
      if failure == nil {
        #expect(left == withForeign(new))
      } else if !lasts, left != withForeign(old) {
        // What is neither says so.
        guard case .halfPublished(site.folder, _) = failure else {
          Issue.record("call \(failing): \(String(describing: failure))")
          return
        }
      }

      let notices = try Publisher(folder: site.folder, mode: .inPlace, using: watch.operations).preflight()
      let text = try site.texts()
      let isNew = text == withForeign(new)
      #expect(isNew || text == withForeign(old), "call \(failing)")
      sees.insert(isNew ? "new" : "old")
      if notices.contains(where: { $0.message.contains("its site is complete now") }) {
        sees.insert("completed")
      }
      #expect(try foreign() == before)
      #expect(watch.faults == [], "completed after call \(failing)")
      #expect(try site.names() == ["public"])

      try site.publish(new, mode: .inPlace)
      #expect(try foreign() == before)
      if faults.calls <= failing { break }
      number += 1
    }
    #expect(sees == ["old", "new", "completed"])
    #expect(number > 100)
  }

  /// The run that completes may be stopped as well.
  @Test func completingMayBeStoppedToo() throws {
    var number = 0
    var completed = 0
    while true {
      _ = try reset()
      try stopWhilePlacing()
      let failing = number
      let watch = Watch(site)
      let faults = Faults(watch.operations) { call, _ in call >= failing ? EIO : nil }
      _ = try? Publisher(folder: site.folder, mode: .inPlace, using: faults.operations).preflight()
      try Publisher(folder: site.folder, mode: .inPlace, using: watch.operations).preflight()
      #expect(watch.faults == [])
      #expect(
        try site.texts() == withForeign(new), "call \(failing)")
      completed += 1
      if faults.calls <= failing { break }
      number += 1
    }
    #expect(completed > 30)
  }

  @Test func withoutTheWorkFolderTheNextBuildStillKnowsItsOwnFiles() throws {
    let before = try reset()
    try stopWhilePlacing()
    try removeTree(site.folder + ".publishing-k0000")
    let other = ["index.html": "3", "c/d.html": "other", "c/d.svg": "other"]
    try site.publish(other, mode: .inPlace, allowShrink: true)
    #expect(try foreign() == before)
    #expect(try site.texts() == withForeign(other))
  }

  @Test func aWorkFolderThatIsNotAsItWasIsNotPublished() throws {
    for change in ["cut", "manifest"] {
      _ = try reset()
      try stopWhilePlacing()
      let ready = site.folder + ".publishing-k0000/ready/"
      try writeFileDurably(
        [], to: ready + (change == "cut" ? "index.html" : "manifest.json"), replacing: true)
      let notices = try Publisher(folder: site.folder, mode: .inPlace).preflight()
      #expect(notices.map(\.severity) == [.warning])
      #expect(try site.names() == ["public"])
      try site.publish(new, mode: .inPlace)
      #expect(try site.texts() == withForeign(new))
    }
  }

  @Test func aFolderThatIsGoneIsNotCompleted() throws {
    _ = try reset()
    try stopWhilePlacing()
    try removeTree(site.folder)
    try Publisher(folder: site.folder).preflight()
    #expect(try site.names() == [])
  }

  /// Brings the project to where it was before the run under test; returns what is not kolsite's.
  private func reset() throws -> Set<Site.Item> {
    for name in try site.names() { try removeTree(site.project + "/" + name) }
    try site.publish(old)
    try site.put("example.com", at: "CNAME")
    try createFolder(site.folder + "/.git/refs")
    try createFolder(site.folder + "/c/mine")
    #expect(symlink("old.css", site.folder + "/gone/link") == 0)
    #expect(mkfifo(site.folder + "/pipe", 0o600) == 0)
    return try foreign()
  }

  private func withForeign(_ files: [String: String]) -> [String: String] {
    files.merging(["CNAME": "example.com"]) { first, _ in first }
  }

  private func foreign(andTemporary: Bool = false) throws -> Set<Site.Item> {
    try site.foreign(but: Array(old.keys) + new.keys, andTemporary: andTemporary)
  }

  /// Publishes until half of the files have their names.
  private func stopWhilePlacing() throws {
    let renames = Mutex(0)
    let isStopped = Mutex(false)
    let faults = Faults { _, operation in
      let count =
        operation == .rename
        ? renames.withLock {
          $0 += 1; return $0
        } : 0
      return isStopped.withLock { isStopped in
        isStopped = isStopped || count == 5
        return isStopped ? EIO : nil
      }
    }
    #expect(throws: PublishingError.self) { try site.publish(new, mode: .inPlace, using: faults.operations) }
    #expect(try fileStatus(site.folder + ".publishing-k0000/ready") == .folder)
  }
}

/// Looks at the site before each operation: no page may link to a file that is not there.
private final class Watch: Sendable {
  private let site: Site
  private let found = Mutex<[String]>([])

  init(_ site: Site) {
    self.site = site
  }

  var faults: [String] { found.withLock { $0 } }

  var operations: FileOperations {
    FileOperations.unsynced.checked { [self] (operation, _) throws(FileError) in
      guard [.rename, .remove, .createFolder, .exchange].contains(operation) else { return }
      let missing = (try? missingFiles()) ?? ["the site cannot be read"]
      if !missing.isEmpty { found.withLock { $0 += missing } }
    }
  }

  /// From each page, what it shows and loads; from the first page also the pages that it links to.
  private func missingFiles() throws -> [String] {
    guard case .folder = try fileStatus(site.folder) else { return [] }
    var missing: [String] = []
    for entry in try listTree(site.folder) where entry.path.hasSuffix(".html") {
      let text = String(decoding: try readFile(site.folder + "/" + entry.path), as: UTF8.self)
      for link in text.matches(of: /(?:href|src)="?([^"#>]+)/).map({ String($0.1) }) {
        if link.hasSuffix(".html"), entry.path != "index.html" { continue }
        let file = joinPath(parentFolder(of: site.folder + "/" + entry.path), link)
        guard case .file = try fileStatus(file) else {
          missing.append("\(entry.path): \(link)")
          continue
        }
      }
    }
    return missing
  }
}

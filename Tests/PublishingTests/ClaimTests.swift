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

/// Of two runs that publish to one folder the second is told so, at whatever moment it comes.
struct ClaimTests {
  private let site: Site
  private let pages = ["index.html": "one"]

  init() throws {
    site = try Site()
  }

  private func publisher(
    _ mode: Settings.Publish.Mode? = nil, using operations: FileOperations = .unsynced
  ) throws -> Publisher {
    try Publisher(folder: site.folder, mode: mode, secrets: [Site.token], using: operations)
  }

  private func write(_ pages: [String: String], to staging: Staging) throws {
    for (path, text) in pages { try staging.write(OutputFile(path: path, bytes: Array(text.utf8))) }
  }

  private func expectBusy(_ comment: Comment) {
    #expect(throws: PublishingError.busy(site.folder), comment) { try publisher().lock() }
  }

  private func names() throws -> [String] { try listFolder(site.project) }

  @Test func aFirstSiteIsClaimedFromTheStart() throws {
    do {
      let own = try publisher()
      try own.lock()
      expectBusy("claimed")
      try own.preflight()
      expectBusy("after the preflight")
      let staging = try own.stage()
      #expect(try names().count == 1, "the claim is where the site is written")
      try write(pages, to: staging)
      expectBusy("staged")
      _ = try staging.commit(asOf: Site.day, generator: Site.generator)
      #expect(try names() == ["public"])
      expectBusy("published, and the run not over")
      withExtendedLifetime(own) {}
    }
    try publisher().lock()
    #expect(try names() == ["public"] && site.texts() == pages)
  }

  @Test(arguments: [Settings.Publish.Mode.exchange, .inPlace])
  func aSiteIsLockedBeforeAndAfterItIsReplaced(mode: Settings.Publish.Mode) throws {
    try site.publish(pages)
    do {
      let own = try publisher(mode)
      try own.lock()
      expectBusy("locked")
      try own.preflight()
      let staging = try own.stage()
      try write(["index.html": "two"], to: staging)
      expectBusy("staged")
      _ = try staging.commit(asOf: Site.day, generator: Site.generator)
      expectBusy("published, and the run not over")
      #expect(try names() == ["public"] && listFolder(site.folder) == ["index.html", "manifest.json"])
      withExtendedLifetime(own) {}
    }
    try publisher().lock()
    #expect(try site.texts() == ["index.html": "two"])
  }

  /// In two steps there is no site for a moment, and the old one has another name.
  @Test func theMomentWithoutASiteIsNoneForOthers() throws {
    try site.publish(pages)
    let tries = Mutex(0)
    let site = site
    let faults = Faults { _, operation in
      if operation == .exchange { return EINVAL }
      // The second step.
      if operation == .rename, (try? fileStatus(site.folder)) == .missing {
        let other = try? Publisher(folder: site.folder, secrets: [], using: .unsynced)
        #expect(throws: PublishingError.busy(site.folder)) { try other?.lock() }
        tries.withLock { $0 += 1 }
      }
      return nil
    }
    let own = try publisher(.exchange, using: faults.operations)
    try own.lock()
    try own.preflight()
    let staging = try own.stage()
    try write(["index.html": "two"], to: staging)
    _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    #expect(tries.withLock { $0 } == 1)
    #expect(try site.texts() == ["index.html": "two"])
    #expect(try names() == ["public"])
  }

  @Test func whatAKilledRunLeftIsHeldByNobody() throws {
    let own = OwnNames(in: site.project)
    let left = "\(site.project)/\(own.proven("public.staging-k0000"))"
    try createFolder(left)
    try createFile([1], at: "\(left)/page.html")
    let publisher = try publisher()
    try publisher.lock()
    let notices = try publisher.preflight()
    #expect(notices.map(\.message) == ["removed \(left), which an earlier run left behind"])
    let staging = try publisher.stage()
    try write(pages, to: staging)
    _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    #expect(try names() == ["public"] && site.texts() == pages)
  }

  @Test func aSiteThatAKilledRunMovedAsideIsLockedOnceItIsBack() throws {
    try site.publish(pages)
    let own = OwnNames(in: site.project)
    let old = "\(site.project)/\(own.proven("public.old-k0000"))"
    #expect(rename(site.folder, old) == 0)
    let publisher = try publisher()
    try publisher.lock()
    #expect(try publisher.preflight().count == 1)
    #expect(try site.texts() == pages)
    expectBusy("back")
    withExtendedLifetime(publisher) {}
  }

  @Test func aClaimThatIsGivenUpLeavesNothing() throws {
    do {
      let publisher = try publisher()
      try publisher.lock()
      try publisher.preflight()
      #expect(try names().count == 1)
      withExtendedLifetime(publisher) {}
    }
    #expect(try names() == [])
    let staged = try publisher()
    try staged.lock()
    try staged.stage().discard()
    #expect(try names() == [])
  }

  @Test func sitesSideBySideDoNotHinderEachOther() throws {
    let first = try publisher()
    let second = try Publisher(folder: "\(site.project)/public2", using: .unsynced)
    let third = try Publisher(folder: "\(site.project)/public.staging", using: .unsynced)
    for publisher in [first, second, third] { try publisher.lock() }
    for publisher in [first, second, third] {
      try publisher.preflight()
      let staging = try publisher.stage()
      try write(pages, to: staging)
      _ = try staging.commit(asOf: Site.day, generator: Site.generator)
    }
    #expect(try names() == ["public", "public.staging", "public2"])
  }

  private final class Counts: Sendable {
    let inside = Mutex(0)
    let published = Mutex(0)
  }

  /// All at once, again and again: never two at a time, and whoever has it publishes.
  @Test func neverTwoAtATime() async throws {
    let counts = Counts()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<6 {
        group.addTask { [site, counts] in
          for round in 0..<40 {
            let publisher = try Publisher(
              folder: site.folder, mode: (task + round) % 3 == 0 ? .inPlace : nil,
              workFolder: "\(site.project)/.work-\(task)", using: .unsynced)
            do throws(PublishingError) {
              try publisher.lock()
            } catch {
              #expect(error == PublishingError.busy(site.folder))
              continue
            }
            #expect(
              counts.inside.withLock {
                $0 += 1; return $0
              } == 1)
            #expect(try publisher.preflight().allSatisfy { $0.severity == .note })
            let staging = try publisher.stage()
            try staging.write(OutputFile(path: "index.html", bytes: Array("\(task) \(round)".utf8)))
            _ = try staging.commit(asOf: Site.day, generator: Site.generator)
            #expect(try site.texts() == ["index.html": "\(task) \(round)"])
            counts.inside.withLock { $0 -= 1 }
            if round % 5 == 0 { try removeTree(site.folder) }
            counts.published.withLock { $0 += 1 }
            withExtendedLifetime(publisher) {}
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(counts.published.withLock { $0 } > 5)
    #expect(try names().allSatisfy { $0 == "public" })
  }
}

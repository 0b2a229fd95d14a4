import Files
import Model
import Publishing
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct FaultTests {
  let site: Site
  let old = ["index.html": "old <a href=\"a/b.html#x\">", "a/b.html": "<p id=x>same", "gone.html": ""]
  let new = ["index.html": "new <a href=\"a/b.html#x\">", "a/b.html": "<p id=x>same", "c/d.json": "{}"]

  init() throws {
    site = try Site()
  }

  /// Refuses the n-th call, for every n, until a publication gets through without meeting it.
  /// - Parameter lasts: Whether every later call is refused too, as when the program was killed.
  @Test(arguments: [false, true], [false, true])
  func leavesTheOldOrTheNewSiteWhereverItFails(lasts: Bool, isFirst: Bool) throws {
    var number = 0
    var seesOld = false
    var seesNew = false
    while true {
      try reset(isFirst: isFirst)
      let before = try site.tree()
      let failing = number
      let faults = Faults { call, _ in call == failing || (lasts && call > failing) ? EIO : nil }
      let publication = try? site.publish(new, using: faults.operations)
      let after = try site.tree()
      if after == before {
        #expect(publication == nil)
        seesOld = true
      } else {
        // Once the new site is in place, what still fails is a notice.
        #expect(try site.texts() == withForeign(new, isFirst))
        #expect(publication != nil)
        seesNew = true
      }
      try site.publish(new)
      #expect(try site.texts() == withForeign(new, isFirst))
      #expect(try site.names() == ["public"])
      if faults.calls <= failing { break }
      number += 1
    }
    #expect(seesOld && seesNew)
    #expect(number > 30)
  }

  /// The same where the file system cannot exchange folders: then a kill may leave no site for the moment,
  /// and the next preflight brings the old one back.
  @Test(arguments: [false, true])
  func theNextRunPutsBackWhatTheFallBackMovedAside(lasts: Bool) throws {
    var number = 0
    var seesNone = false
    while true {
      try reset(isFirst: false)
      let before = try site.tree()
      let failing = number
      let faults = Faults { call, operation in
        if call == failing || (lasts && call > failing) { return EIO }
        return operation == .exchange ? EINVAL : nil
      }
      _ = try? site.publish(new, using: faults.operations)
      if try site.tree() == nil {
        #expect(lasts)
        seesNone = true
        try Publisher(folder: site.folder).preflight()
        #expect(try site.tree() == before)
      } else if try site.tree() != before {
        #expect(try site.texts() == withForeign(new, false))
      }
      try site.publish(new)
      #expect(try site.texts() == withForeign(new, false))
      #expect(try site.names() == ["public"])
      if faults.calls <= failing { break }
      number += 1
    }
    #expect(seesNone == lasts)
  }

  @Test(arguments: [EINVAL, ENOSYS, EBUSY, EXDEV, ENOTSUP, EPERM])
  func replacesInTwoStepsWhereThereIsNoExchange(errno: Int32) throws {
    try reset(isFirst: false)
    let faults = Faults { _, operation in operation == .exchange ? errno : nil }
    let publication = try site.publish(new, using: faults.operations)
    #expect(publication.notices.map(\.severity) == [.note])
    #expect(try site.texts() == withForeign(new, false))
    #expect(try site.names() == ["public"])
  }

  @Test func saysSoWhenTheExchangeIsRefusedForAnotherReason() throws {
    try reset(isFirst: false)
    let before = try site.tree()
    let faults = Faults { _, operation in operation == .exchange ? EACCES : nil }
    let refusal = FileError(path: site.beside("staging-k0000"), operation: .exchange, errno: EACCES)
    #expect(throws: PublishingError.cannotBeReplaced(site.folder, refusal)) {
      try site.publish(new, using: faults.operations)
    }
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  @Test func preflightFindsAFolderThatCannotBeRenamed() throws {
    try reset(isFirst: false)
    let before = try site.tree()
    let faults = Faults { _, operation in operation == .rename ? EBUSY : nil }
    let refusal = FileError(path: site.folder, operation: .rename, errno: EBUSY)
    let publisher = try Publisher(folder: site.folder, mode: .exchange, using: faults.operations)
    let error = #expect(throws: PublishingError.cannotBeReplaced(site.folder, refusal)) {
      try publisher.preflight()
    }
    #expect(try #require(error).description.contains("mount the folder above it"))
    #expect(try site.tree() == before)
    #expect(try site.names() == ["public"])
  }

  @Test func preflightFindsADiskThatCannotBeWritten() throws {
    let faults = Faults { _, operation in operation == .createFolder ? EROFS : nil }
    let publisher = try Publisher(folder: site.folder, using: faults.operations)
    let path = site.beside("staging-k0000")
    #expect(throws: PublishingError.file(FileError(path: path, operation: .createFolder, errno: EROFS))) {
      try publisher.preflight()
    }
  }

  @Test func preflightRemovesOnlyItsOwnLeftovers() throws {
    // What was made in another folder proves nothing here.
    let copied = OwnNames(in: "/").proven("public.old-k0000")
    let kept = [
      "public.old", "public.old-2026", "public.old-20261123", "public.staging-k12345", "public2",
      "public.old-k0000", "public.staging-k0003", "public.staging-k9999", "public.old-k0000-0123456789abcdef",
      copied,
    ]
    for name in kept { try createFolder(site.project + "/" + name + "/x") }
    for name in ["old-k0000", "staging-k0003", "staging-k9999"] { try createFolder(site.beside(name) + "/x") }
    try createFolder(site.folder)
    let notices = try Publisher(folder: site.folder).preflight()
    #expect(notices.map(\.severity) == [.note, .note, .note])
    #expect(try site.names() == (["public"] + kept).sorted())
  }

  @Test func preflightLeavesWhatItMayNotRemove() throws {
    let left = site.beside("staging-k0000")
    try createFolder(left + "/x")
    let faults = Faults { _, operation in operation == .remove ? EACCES : nil }
    let notices = try Publisher(folder: site.folder, using: faults.operations).preflight()
    #expect(
      notices == [
        Diagnostic(
          .warning, "\(left), which an earlier run left behind, could not be removed: permission denied",
          hint: "remove it as the user to whom its files belong")
      ])
  }

  @Test func aFolderThatIsOnlyCalledLikeASiteIsNotPutInItsPlace() throws {
    let mine = site.project + "/public.old-k0000"
    try createFolder(mine + "/x")
    let notices = try Publisher(folder: site.folder).preflight()
    #expect(
      notices == [
        Diagnostic(
          .note,
          "\(mine) is called like a site that kolsite has moved aside, and nothing shows that it is one",
          hint: "if it is the site, rename it to \(site.folder)")
      ])
    #expect(try site.names() == ["public.old-k0000"])
    #expect(try listFolder(mine) == ["x"])
    try site.publish(new)
    #expect(try site.names() == ["public", "public.old-k0000"])
  }

  @Test func createsTheFoldersAboveTheSite() throws {
    let publisher = try Publisher(folder: site.project + "/out/today/site/")
    try publisher.preflight()
    _ = try publisher.stage().commit(asOf: Site.day, generator: Site.generator)
    #expect(try listTree(site.project).map(\.path) == ["out/today/site/manifest.json"])
  }

  /// Brings the project folder to where it was before the run under test.
  private func reset(isFirst: Bool) throws {
    for name in try site.names() { try removeTree(site.project + "/" + name) }
    if isFirst { return }
    try site.publish(old)
    try site.put("example.com", at: "CNAME")
  }

  private func withForeign(_ files: [String: String], _ isFirst: Bool) -> [String: String] {
    isFirst ? files : files.merging(["CNAME": "example.com"]) { first, _ in first }
  }
}

import Files
import Model
import Testing

@testable import Archiving

/// Pictures stay with the archive, and a day is rendered with those that it had.
struct AvatarTests {
  /// A PNG's header and something of its own.
  private func png(_ width: Int = 120, _ height: Int = 80, _ content: UInt8 = 1) -> [UInt8] {
    func big(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(width)
      + big(height) + [8, 6, 0, 0, 0, content]
  }

  private func source(_ kol: String, _ address: String = "https://a.example/1") throws -> AvatarSource {
    AvatarSource(kolID: try id(kol), address: address)
  }

  /// What there is of pictures, whatever the day.
  private func store(_ archive: Archive) throws -> AvatarStore {
    try AvatarStore(of: archive, upTo: try day("2030-01-01"))
  }

  private func writer(_ archive: Archive, on text: String, of shard: Shard? = nil) throws -> AvatarWriter {
    try AvatarWriter(try store(archive), of: shard, on: try day(text))
  }

  /// Writes pictures as a run does.
  private func write(
    _ archive: Archive, on text: String, of shard: Shard? = nil,
    _ body: (inout AvatarWriter) throws -> Void
  ) throws {
    var writer = try writer(archive, on: text, of: shard)
    try body(&writer)
    try writer.save()
  }

  @Test func aPictureIsKeptAsReceivedUnderTheNameOfItsContent() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let anna = try source("anna")
      let name = SHA256Digest(of: png()).hex.prefix(32) + ".png"
      try write(archive, on: "2026-11-22") {
        let problem = try $0.keep(png(), for: [anna])
        #expect(problem == nil)
      }
      let hash = SHA256Digest(of: Array("https://a.example/1".utf8))
      #expect(
        try tree(folder)["date=2026-11-22/avatars.jsonl"].map { String(decoding: $0, as: UTF8.self) }
          == #"{"kolId":"anna","source":"\#(hash)","file":"\#(name)"}"# + "\n")
      let found = try store(archive)
      let avatar = try #require(found.avatar(of: anna, asOf: try day("2026-11-22")))
      #expect(avatar == Avatar(fileName: String(name), width: 120, height: 80))
      #expect(try found.bytes(of: avatar) == png())
      #expect(found.warnings.isEmpty)
      // The folder is no day, and no stranger.
      #expect(try archive.contents().warnings.isEmpty)
      #expect(try archive.days().isEmpty)
    }
  }

  @Test func aDayHasThePicturesOfThatDayAndItsAddress() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let old = try source("anna")
      let new = try source("anna", "https://a.example/2")
      let bob = try source("bob")
      try write(archive, on: "2026-11-20") { _ = try $0.keep(png(), for: [old, bob]) }
      try write(archive, on: "2026-11-22") { _ = try $0.keep(png(64, 64), for: [new]) }
      let found = try store(archive)
      #expect(found.avatar(of: old, asOf: try day("2026-11-19")) == nil)
      #expect(found.avatar(of: old, asOf: try day("2026-11-20"))?.width == 120)
      #expect(found.avatar(of: old, asOf: try day("2026-11-23"))?.width == 120)
      #expect(found.avatar(of: bob, asOf: try day("2026-11-23"))?.width == 120)
      #expect(found.avatar(of: new, asOf: try day("2026-11-21")) == nil)
      #expect(found.avatar(of: new, asOf: try day("2026-11-22"))?.width == 64)
      #expect(found.avatar(of: try source("carl"), asOf: try day("2026-11-23")) == nil)
    }
  }

  @Test func aPictureThatIsThereIsNotDueAndAFailureIsDueTheNextDay() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let (anna, bob, carl) = (try source("anna"), try source("bob", "x"), try source("carl"))
      try write(archive, on: "2026-11-22") {
        _ = try $0.keep(png(), for: [anna])
        $0.note(.timeout, for: [bob])
      }
      func due(_ text: String) throws -> [AvatarSource] {
        try store(archive).due([anna, bob, carl], on: try day(text))
      }
      #expect(try due("2026-11-22") == [carl])
      #expect(try due("2026-11-23") == [bob, carl])
      try write(archive, on: "2026-11-23") { $0.note(.status, for: [bob]) }
      #expect(try due("2026-11-23") == [carl])
      try write(archive, on: "2026-11-24") { _ = try $0.keep(png(16, 16), for: [bob]) }
      #expect(try due("2026-11-25") == [carl])
      // A picture that comes later the same day takes the failure's place.
      let name = "date=2026-11-24/avatars.jsonl"
      try write(archive, on: "2026-11-24") { $0.note(.host, for: [carl]) }
      try write(archive, on: "2026-11-24") { _ = try $0.keep(png(), for: [carl]) }
      let lines = try #require(try tree(folder)[name])
      #expect(lines.count(where: { $0 == UInt8(ascii: "\n") }) == 2)
      #expect(!String(decoding: lines, as: UTF8.self).contains("failed"))
      #expect(try due("2026-11-24") == [])
    }
  }

  @Test(arguments: [
    (Array("<svg/>".utf8), AvatarProblem.format), ([], .format),
  ])
  func whatIsNoPictureIsNotKept(_ bytes: [UInt8], _ problem: AvatarProblem) async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      try write(archive, on: "2026-11-22") {

        let found = try $0.keep(bytes, for: [try source("anna")])
        #expect(found == problem)
      }
      #expect(try fileStatus(joinPath(folder, "avatars")) == .missing)
    }
  }

  @Test func sizesAreLimited() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let anna = [try source("anna")]
      try write(archive, on: "2026-11-22") {
        for (width, height) in [(15, 100), (100, 15), (4_097, 100), (100, 4_097)] {

          let problem = try $0.keep(png(width, height), for: anna)
          #expect(problem == .dimensions)
        }
        let large = png() + [UInt8](repeating: 0, count: AvatarLimits.bytes - png().count)

        let tooLarge = try $0.keep(large + [0], for: anna)
        #expect(tooLarge == .tooLarge)
        let largest = try $0.keep(large, for: anna)
        #expect(largest == nil)

        let longest = try $0.keep(png(16, 4_096), for: anna)
        #expect(longest == nil)
      }
    }
  }

  @Test func aFileThatHasRottenIsNoPictureAndIsDueAgain() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let anna = try source("anna")
      try write(archive, on: "2026-11-22") { _ = try $0.keep(png(), for: [anna]) }
      let name = try #require(
        try store(archive).avatar(of: anna, asOf: try day("2026-11-22"))?.fileName)
      for bytes in [png(120, 81), Array("<svg/>".utf8), []] {
        try overwrite("\(folder)/avatars/\(name)", with: bytes)
        let found = try store(archive)
        #expect(found.avatar(of: anna, asOf: try day("2026-11-23")) == nil)
        #expect(found.due([anna], on: try day("2026-11-22")) == [anna])
      }
      // Mended with the same bytes, it is the picture of its first day again.
      try write(archive, on: "2026-11-25") { _ = try $0.keep(png(), for: [anna]) }
      #expect(try store(archive).avatar(of: anna, asOf: try day("2026-11-22"))?.width == 120)
    }
  }

  @Test func verifyingTellsOfPicturesAndCallsTheArchiveWhole() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let anna = try source("anna")
      try write(archive, on: "2026-11-22") { _ = try $0.keep(png(), for: [anna]) }
      #expect(try await archive.verify().notes == [])
      let name = try #require(try store(archive).avatar(of: anna, asOf: try day("2026-11-22"))?.fileName)
      try overwrite("\(folder)/avatars/\(name)", with: [])
      try overwrite("\(folder)/date=2026-11-22/avatars-s1of2.jsonl", with: [])
      let found = try await archive.verify()
      #expect(found.problems == [])
      #expect(
        found.notes.compactMap { $0.location?.file } == [
          "\(folder)/date=2026-11-22/avatars-s1of2.jsonl", "\(folder)/avatars/\(name)",
        ])
    }
  }

  @Test func shardsWriteFilesOfTheirOwn() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let shards = [Shard(index: 1, count: 2), Shard(index: 2, count: 2)].compactMap { $0 }
      let sources = [try source("anna"), try source("bob")]
      var first = try writer(archive, on: "2026-11-22", of: shards[0])
      var second = try writer(archive, on: "2026-11-22", of: shards[1])
      _ = try first.keep(png(), for: [sources[0]])
      _ = try second.keep(png(), for: [sources[1]])
      try second.save()
      try first.save()
      #expect(throws: ArchiveError.self) {
        _ = try writer(archive, on: "2026-11-22", of: nil)
      }
      let found = try store(archive)
      for source in sources { #expect(found.avatar(of: source, asOf: try day("2026-11-22")) != nil) }
      #expect(
        try tree(folder).keys.filter { $0.hasSuffix(".jsonl") }.sorted()
          == ["date=2026-11-22/avatars-s0001of0002.jsonl", "date=2026-11-22/avatars-s0002of0002.jsonl"])
    }
  }

  @Test func linesThatCannotBeReadAreLeftOutAndTold() async throws {
    try await withFolder { folder in
      let archive = Archive(folder: folder)
      let anna = try source("anna")
      try write(archive, on: "2026-11-22") { _ = try $0.keep(png(), for: [anna]) }
      let path = "\(folder)/date=2026-11-22/avatars.jsonl"
      let good = try readFile(path)
      let hash = SHA256Digest(of: []).hex
      let bad = [
        "<<<<<<< HEAD", "{}", "[]", "{\"kolId\":\"anna\"", "\u{0}",
        #"{"kolId":"a/b","source":"\#(hash)","failed":"x"}"#,
        #"{"kolId":"a","source":"\#(hash)"}"#,
        #"{"kolId":"a","source":"\#(hash)","file":"../../x.png"}"#,
        #"{"kolId":"a","source":"\#(hash)","file":"\#(hash.prefix(32)).svg"}"#,
        #"{"kolId":"a","source":"\#(hash)","file":"\#(hash.prefix(31))g.png"}"#,
        #"{"kolId":"a","source":"","failed":"x"}"#,
      ]
      try overwrite(path, with: bad.flatMap { Array("\($0)\n".utf8) } + good)
      let found = try store(archive)
      #expect(found.avatar(of: anna, asOf: try day("2026-11-22")) != nil)
      #expect(
        found.warnings == [
          Diagnostic(
            .warning, "\(bad.count) lines about pictures cannot be read and are left out",
            at: SourceLocation(file: path),
            hint: "restore the file from a copy of the archive; until then pages show initials instead")
        ])
      // A run of the same day writes the file anew, without them.
      try write(archive, on: "2026-11-22") { _ = try $0.keep(png(16, 16), for: [try source("bob")]) }
      #expect(try store(archive).warnings.isEmpty)
    }
  }

  @Test func aDiskThatIsFullIsAnErrorAndLeavesNoLine() async throws {
    try await withFolder { folder in
      let full = FileOperations.real.checked { (operation, path) throws(FileError) in
        if operation == .write { throw FileError(path: path, operation: operation, errno: 28) }
      }
      let found = try store(Archive(folder: folder, using: full))
      var writer = try AvatarWriter(found, of: nil, on: try day("2026-11-22"))
      let anna = try source("anna")
      #expect(throws: ArchiveError.self) { try writer.keep(png(), for: [anna]) }
      #expect(try store(Archive(folder: folder)).due([anna], on: try day("2026-11-22")) == [anna])
    }
  }
}

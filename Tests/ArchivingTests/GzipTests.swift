import Files
import Foundation
import Testing

@testable import Archiving

struct GzipTests {
  @Test(arguments: [0, 1, 100, 70_000])
  func decompressingGivesBackWhatWasCompressed(count: Int) throws {
    var generator = Seeded(state: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8.random(in: 97...100, using: &generator) }
    #expect(try Gzip.decompress(Gzip.compress(bytes)) == bytes)
  }

  @Test func membersFollowEachOther() throws {
    let parts = [Array("one\n".utf8), [], Array("three\n".utf8)]
    var file: [UInt8] = []
    for part in parts { file += try Gzip.compress(part) }
    var members = try GzipMembers(of: file)
    var found: [[UInt8]] = []
    while let member = try members.next() { found.append(member) }
    #expect(found == parts)
  }

  @Test func theSameBytesGiveTheSameMemberWithoutTimeStamp() throws {
    let bytes = Array("the same".utf8)
    let member = try Gzip.compress(bytes)
    #expect(try Gzip.compress(bytes) == member)
    #expect(member[4..<8] == [0, 0, 0, 0])
  }

  @Test func theSystemsGzipReadsSeveralMembers() async throws {
    try await withFolder { folder in
      let path = joinPath(folder, "x.gz")
      try createFile(
        try Gzip.compress(Array("one\n".utf8)) + Gzip.compress(Array("two\n".utf8)), at: path)
      #expect(try run("/usr/bin/env", "gzip", "-dc", path) == "one\ntwo\n")
    }
  }

  @Test func everyTruncationIsFoundAndNamesItsMember() throws {
    let first = try Gzip.compress(Array("one\n".utf8))
    let file = try first + Gzip.compress(Array("two\n".utf8))
    for count in 0..<file.count where count != first.count {
      #expect(
        throws: GzipError(offset: count < first.count ? 0 : first.count, reason: .invalid)
      ) { try Gzip.decompress(Array(file[..<count])) }
    }
  }

  @Test(arguments: [[0], [0, 0, 0], Array("garbage".utf8)])
  func garbageAfterTheLastMemberIsFound(garbage: [UInt8]) throws {
    let member = try Gzip.compress(Array("one\n".utf8))
    #expect(throws: GzipError(offset: member.count, reason: .invalid)) {
      try Gzip.decompress(member + garbage)
    }
  }

  @Test func everyFlippedBitOfTheContentIsFound() throws {
    let bytes = Array("some text, some more text".utf8)
    let member = try Gzip.compress(bytes)
    for bit in 0..<(member.count * 8) {
      var flipped = member
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      // The header's time, hints and system name change nothing that is read.
      let found = try? Gzip.decompress(flipped)
      #expect(found == nil || found == bytes)
    }
  }

  @Test func theLimitHoldsForAllMembersTogether() throws {
    let million = [UInt8](repeating: 0, count: 1_000_000)
    let member = try Gzip.compress(million)
    #expect(try Gzip.decompress(member + member, limit: 2_000_000).count == 2_000_000)
    #expect(throws: GzipError(offset: member.count, reason: .tooLarge)) {
      try Gzip.decompress(member + member, limit: 1_999_999)
    }
    #expect(throws: GzipError(offset: 0, reason: .tooLarge)) {
      try Gzip.decompress(member, limit: 0)
    }
  }
}

/// SplitMix64: the same numbers on every machine.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

func run(_ program: String, _ arguments: String...) throws -> String {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  #expect(process.terminationStatus == 0)
  return String(decoding: output, as: UTF8.self)
}

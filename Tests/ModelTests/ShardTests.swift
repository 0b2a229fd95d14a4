import Model
import Testing

@Suite struct ShardTests {
  @Test(arguments: [("1/1", 1, 1), ("3/16", 3, 16), ("16/16", 16, 16), ("0003/0016", 3, 16)])
  func aShardIsWrittenAsItsNumberOfAll(text: String, index: Int, count: Int) throws {
    let shard = try #require(Shard(text))
    #expect(shard.index == index && shard.count == count)
    #expect(Shard("\(shard)") == shard)
  }

  @Test(arguments: [
    "", "1", "/", "1/", "/2", "0/2", "3/2", "-1/2", "1/0", "1/2/3", " 1/2", "1/2 ", "a/b", "1/10000",
    "+1/2", "1\u{301}/2", "٣/٤",
  ])
  func anythingElseIsNoShard(text: String) {
    #expect(Shard(text) == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 16])
  func everyIDBelongsToOneShardAndTheShardsAreAlike(count: Int) throws {
    let shards = try (1...count).map { try #require(Shard(index: $0, count: count)) }
    var sizes = [Int](repeating: 0, count: count)
    for number in 0..<4_000 {
      let id = try #require(KOLID("60f2bf82\(padded: number)"))
      let owners = shards.indices.filter { shards[$0].contains(id) }
      #expect(owners.count == 1)
      for owner in owners { sizes[owner] += 1 }
    }
    for size in sizes { #expect(abs(size - 4_000 / count) < 4_000 / count / 4 + 1) }
  }

  /// The rule is for ever: an array whose tasks run different versions still asks for every KOL once.
  @Test func whoBelongsWhereNeverChanges() throws {
    let ids = ["60f2bf8200000000010096d8", "c0ffee000000000000000001", "a", "z_-9"]
    let owners = try ids.map { text in
      let id = try #require(KOLID(text))
      return try (1...16).first { try #require(Shard(index: $0, count: 16)).contains(id) }
    }
    #expect(owners == [1, 11, 1, 11])
  }

  @Test func theLabelNamesFiles() throws {
    #expect(try #require(Shard("3/16")).label == "s0003of0016")
  }
}

extension String.StringInterpolation {
  fileprivate mutating func appendInterpolation(padded number: Int) {
    appendLiteral(String(String(number + 10_000).dropFirst()))
  }
}

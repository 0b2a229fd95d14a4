import Testing

@testable import Rendering

struct NamedPageTests {
  private func slugs(_ names: [String]) -> [String] { NamedPage.pages(for: names).map(\.slug) }

  @Test func aPlainNameIsItsOwnFolder() {
    #expect(slugs(["2026-Q4", "short list", "a_b"]) == ["2026-q4", "short-list", "a-b"])
  }

  @Test func anyOtherNameHasAHash() {
    let found = slugs(["母婴", "美妆", "母婴 2026", "…", "e\u{301}"])
    #expect(Set(found).count == found.count)
    #expect(found[2].utf8.starts(with: "2026-".utf8))
    for slug in found {
      #expect(
        slug.utf8.allSatisfy { byte in
          (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        })
    }
  }

  @Test func aNameThatWindowsCannotHoldHasAHash() {
    let names = ["Con", "nul", "AUX", "com1", "LPT9"]
    for (name, slug) in zip(names, slugs(names)) {
      #expect(slug.utf8.starts(with: "\(name.lowercased())--".utf8))
    }
    #expect(slugs(["com", "con-2", "nuls"]) == ["com", "con-2", "nuls"])
  }

  @Test func aHashedFolderIsNoPlainNames() {
    let hashed = slugs(["A", "a"])
    #expect(Set(slugs(["A", "a", hashed[0], hashed[1]])).count == 4)
    #expect(Set(slugs(["母婴", slugs(["母婴"])[0]])).count == 2)
  }

  @Test func namesThatShareAFolderDoNot() {
    let found = slugs([
      "A b", "a-b", "../a b", "c", String(repeating: "x", count: 90), String(repeating: "x", count: 91),
    ])
    #expect(Set(found).count == found.count)
    #expect(found[3] == "c")
    #expect(found.allSatisfy { $0.utf8.count <= 75 })
  }
}

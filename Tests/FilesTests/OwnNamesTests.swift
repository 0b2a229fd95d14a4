import Files
import Testing

struct OwnNamesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func aNameIsKnownAgainInItsFolderAlone() throws {
    try createFolder(folder("a"))
    let names = OwnNames(in: folder.path)
    let name = names.proven("public.old-k0000")
    #expect(name.hasPrefix("public.old-k0000-"))
    #expect(OwnNames(in: folder.path).isProven(name))
    #expect(!OwnNames(in: folder("a")).isProven(name))
    for other in [
      "public.old-k0000", "public.old-k0000-", name + "0", "x" + name, String(name.dropLast()), "", "-",
      name.replacing("k0000", with: "k0001"), name + "\u{301}",
    ] {
      #expect(!names.isProven(other), "\(other)")
    }
  }

  @Test func inAFolderThatCannotBeLookedAtNothingIsProven() {
    let names = OwnNames(in: folder("missing"))
    #expect(!names.isProven(names.proven("a")))
  }

  @Test func onlyWhatKolsiteWasWritingIsRemoved() throws {
    let names = OwnNames(in: folder.path)
    let kept = [
      ".kolsite-tmp-", ".kolsite-tmp-1-2", ".kolsite-tmp-1-2-0123456789abcdef", ".kolsite-tmp-notes.txt",
      names.proven("other-1"),
    ].sorted()
    for name in kept + [names.proven(".kolsite-tmp-1-2")] { try writeFileDurably([1], to: folder(name)) }
    try removeTemporaryFiles(in: folder.path)
    #expect(try listFolder(folder.path) == kept)
  }
}

import Files
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct FileErrorTests {
  @Test(arguments: [
    (
      FileError(path: "public/a.html", operation: .write, errno: ENOSPC),
      "cannot write public/a.html: the disk is full; free some space and run kolsite again"
    ),
    (
      FileError(path: "public", operation: .createFolder, errno: EROFS),
      "cannot create folder public: the file system is read-only; mount it writable or choose another folder"
    ),
    (
      FileError(path: "a", operation: .read, errno: ENOENT), "cannot read a: there is no such file or folder"
    ),
    (FileError(path: "a", operation: .setTime, errno: 9_999), "cannot set the time of a: error 9999"),
  ])
  func saysWhatIsWrongAndWhatToDo(error: FileError, text: String) {
    #expect(error.description == text)
  }

  @Test func digestsKnownBytes() {
    #expect(
      SHA256Digest(of: Array("abc".utf8)).hex
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA256Digest(hex: SHA256Digest(of: []).hex) == SHA256Digest(of: []))
    #expect(SHA256Digest(hex: "BA") == nil)
    #expect(SHA256Digest(hex: String(repeating: "A", count: 64)) == nil)
    #expect(hexadecimal([0, 15, 160, 255]) == "000fa0ff")
  }
}

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
}

import Testing

@testable import Files

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct MountTableTests {
  private let own = [
    Mount(device: "8:1", root: "/", point: "/"), Mount(device: "8:2", root: "/", point: "/home"),
    Mount(device: "8:2", root: "/data", point: "/home/me/data"),
  ]

  @Test func readsTheKernelsTable() {
    let text = """
      36 35 98:0 / / rw,noatime master:1 - ext3 /dev/root rw,errors=continue
      40 36 98:0 /a\\040b /mnt/c\\134d rw - ext3 /dev/root rw
      short line

      """
    #expect(
      MountTable.mounts(reading: Array(text.utf8)) == [
        Mount(device: "98:0", root: "/", point: "/"), Mount(device: "98:0", root: "/a b", point: "/mnt/c\\d"),
      ])
  }

  @Test(
    arguments: [
      ("/home/me/public", nil), ("/srv/public", nil), ("/home", .mountPoint("/home")),
      ("/home/me/data", .mountPoint("/home/me/data")), ("/home/me", .mountPoint("/home/me/data")),
      ("/home/me/dat", nil), ("/home/data", .seenAt("/home/me/data")), ("/home/data/x", nil),
    ] as [(String, MountTable.Use?)])
  func tellsWhereAFolderIsMounted(folder: String, use: MountTable.Use?) {
    #expect(MountTable(own: own, others: []).use(of: folder) == use)
  }

  @Test func tellsWhereInAFolderSomethingIsMounted() {
    let table = MountTable(
      own: own + [
        Mount(device: "8:1", root: "/x", point: "/home/me/data/a b.html"),
        Mount(device: "8:1", root: "/x", point: "/home/me/database"),
      ], others: [Mount(device: "8:1", root: "/x", point: "/home/me/data/c")])
    #expect(table.points(in: "/home/me/data") == ["a b.html"])
    #expect(table.points(in: "/") == ["home", "home/me/data", "home/me/data/a b.html", "home/me/database"])
  }

  @Test(arguments: [
    ("8:2", "/me/public", true), ("8:2", "/me/public/kol", true), ("8:1", "/me/public", false),
    ("8:2", "/me", false), ("8:2", "/me/publicly", false), ("8:2", "/home/me/public", false),
  ])
  func findsWhatAContainerSees(device: String, root: String, isSeen: Bool) {
    let table = MountTable(own: own, others: [Mount(device: device, root: root, point: "/usr/share/html")])
    #expect(table.use(of: "/home/me/public") == (isSeen ? .seenAt("/usr/share/html") : nil))
  }

  #if os(Linux)
    @Test func theSystemSaysWhatIsMounted() {
      let table = MountTable.current()
      #expect(table.own.contains { $0.point == "/" })
      #expect(table.others.allSatisfy { $0.root != "/" })
    }

    @Test func theSystemSaysWhoMayUseAFolder() throws {
      let folder = try TemporaryFolder()
      #expect(!FileOperations.real.hasAccessList(folder.path))
      typealias Set =
        @convention(c) (
          UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer, Int, Int32
        ) -> Int32
      let set = unsafeBitCast(try #require(dlsym(nil, "setxattr")), to: Set.self)
      // The user, the group and others, each with a permission.
      let list: [UInt8] =
        [2, 0, 0, 0] + [(1, 7), (4, 5), (32, 5)].flatMap { [$0.0, 0, $0.1, 0, 255, 255, 255, 255] }
      if set(folder.path, "system.posix_acl_default", list, list.count, 0) == 0 {
        #expect(FileOperations.real.hasAccessList(folder.path))
      } else {
        // Not every disk has such lists.
        #expect(errno == ENOTSUP)
      }
    }
  #endif
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension FileError {
  /// Own texts, because the C library's depend on the locale and never say what to do.
  static let texts: [Int32: (reason: String, advice: String?)] = [
    ENOSPC: ("the disk is full", "free some space and run kolsite again"),
    EDQUOT: ("the disk quota is used up", "free some space and run kolsite again"),
    EACCES: ("permission denied", "check the owner and the mode of it and of its folders"),
    EPERM: ("the system does not allow it", "check the owner and the attributes of the file"),
    EROFS: ("the file system is read-only", "mount it writable or choose another folder"),
    ENOENT: ("there is no such file or folder", nil),
    EEXIST: ("it exists already", nil),
    ENOTDIR: ("a part of the path is not a folder", nil),
    EISDIR: ("it is a folder", nil),
    ENOTEMPTY: ("the folder is not empty", nil),
    ELOOP: ("it is a symbolic link", "put the file itself there"),
    EIO: ("the disk reported an error", "check the disk before running kolsite again"),
    EFBIG: ("it is too large", nil),
    EMFILE: ("too many files are open", "raise the limit (ulimit -n)"),
    ENFILE: ("the system has too many files open", "close other programs and run kolsite again"),
    ENAMETOOLONG: ("the name is too long", "shorten the name or its folders"),
    EXDEV: ("the two paths are on different file systems", nil),
    EBUSY: ("it is in use, or a mount point", nil),
    EINVAL: ("the file system does not accept it", nil),
    ENOSYS: ("the system has no such call", nil),
    ENOTSUP: ("it is not supported for this file or file system", nil),
    ENOLCK: ("the file system has no locks", "keep the project on a local disk"),
    EILSEQ: ("a name in it is not UTF-8", "rename or remove that file"),
    ESTALE: ("the network file system lost it", "mount it again and run kolsite again"),
  ]
}

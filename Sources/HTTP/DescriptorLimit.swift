#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension NetworkEnvironment {
  /// What a connection may need at once while it comes about: sockets for two addresses, and those of looking up a name.
  private static let descriptorsOfConnection = 4
  /// What the rest of the process may need: standard streams, locks, the archive's files, the system's own.
  private static let descriptorsOfProcess = 32

  /// Makes sure that so many connections find file descriptors, and raises the process's own limit where that helps.
  /// - Throws: ``NetworkProblem`` where the system allows fewer.
  public static func reserveDescriptors(forConnections count: Int) throws(NetworkProblem) {
    let needed = descriptorsOfProcess + descriptorsOfConnection * count
    var limit = rlimit()
    guard unsafe getrlimit(openFiles, &limit) == 0, limit.rlim_cur < rlim_t(needed) else { return }
    var raised = limit
    raised.rlim_cur = min(rlim_t(needed), limit.rlim_max)
    if raised.rlim_cur > limit.rlim_cur, unsafe setrlimit(openFiles, &raised) == 0 { limit = raised }
    guard limit.rlim_cur < rlim_t(needed) else { return }
    throw .descriptors(needed: needed, allowed: Int(clamping: limit.rlim_cur), connections: count)
  }

  #if canImport(Darwin)
    private static let openFiles = RLIMIT_NOFILE
  #else
    private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif
}

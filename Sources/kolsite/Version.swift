import Libraries

/// What this build of kolsite is called.
enum Version {
  static let current = "0.1.0"

  /// The version, and a line for each library.
  static var withLibraries: String {
    let libraries = libraryVersions().map { "\($0.name) \($0.version)" }
    return (["kolsite \(current)"] + libraries).joined(separator: "\n")
  }

  /// Whether the arguments ask for the version with its libraries: `--version --verbose`, in either order.
  static func isAskedWithLibraries(by arguments: some Collection<String>) -> Bool {
    arguments.count == 2 && Set(arguments) == ["--version", "--verbose"]
  }
}

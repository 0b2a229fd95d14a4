import Model

extension Archive {
  /// Where the newest replies came from, as ``Settings/Environment/name``; nil for an archive without any.
  ///
  /// One archive holds either real replies or the sandbox's, so one line tells of all: the first of the
  /// newest day, or of the journal of a fetch that was cut off.
  public func newestEnvironment() throws(ArchiveError) -> String? {
    let contents = try contents()
    for journal in contents.unsealed.reversed() {
      for path in try journalPaths(of: journal) {
        if let line = try JournalFile(path, in: self).lines.first { return line.head.environment }
      }
    }
    for day in contents.days.reversed() {
      guard let part = try manifests(on: day).lazy.flatMap(\.parts).first else { continue }
      let path = "\(dayFolder(of: day))/\(part.name)"
      var lines = try openPart(part, on: day)
      guard let line = try lines.next() else { continue }
      var reader = LineReader()
      do throws(LineProblem) {
        return try reader.head(of: line.bytes).environment
      } catch {
        throw .damaged(path: path, .line(line.number, error))
      }
    }
    return nil
  }
}

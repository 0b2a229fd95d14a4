public import Files
public import Model

/// Why the archive could not be read or written.
public enum ArchiveError: Error, Sendable, Hashable {
  /// The system refused a file operation.
  case file(FileError)
  /// Another process writes to the archive.
  case busy(FileLock.Busy)
  /// A file is not what was written; the path names the part, the manifest or the journal.
  case damaged(path: String, Damage)
  /// A manifest of a format that this version does not know.
  case newerVersion(path: String, version: String)
  /// A part that neither the manifest nor the journal accounts for.
  case unlistedPart(path: String)
  /// A day's folder with parts and no manifest.
  case manifestMissing(path: String)
  /// A journal that was sealed or closed before.
  case journalClosed(path: String)
  /// The replies of the day were pruned, so nothing can be added to it; the path is the record of that.
  case prunedDay(path: String)
  /// The day of a part was pruned between the listing of its parts and the reading of this one.
  case prunedMeanwhile(path: String)
  /// A day's folder that is a symbolic link: what it leads to may be of another archive, or gone tomorrow.
  case linkedDay(path: String)
  /// A reply that cannot become a line of the archive.
  case unusableReply(KOLID, LineProblem)

  /// What is wrong with a file.
  public enum Damage: Sendable, Hashable {
    /// The manifest lists it and it is not there.
    case missing
    /// Its size in bytes.
    case size(listed: Int, found: Int)
    /// Its SHA-256.
    case hash(listed: SHA256Digest, found: SHA256Digest)
    case gzip(GzipError)
    case lineCount(listed: Int, found: Int)
    /// A line, counted from 1.
    case line(Int, LineProblem)
    /// A later day's manifest, at this path, is linked to another content.
    case link(from: String)
    /// A later day's manifest, at this path, is linked to it and it is not there.
    case gone(since: String)
    /// Its line ends are CR LF; with LF it is what was written.
    case lineEnds
    /// It is linked to what the manifest at this path is with other line ends.
    case linkToLineEnds(of: String)
    /// What a manifest says that cannot be.
    case manifest(String)
  }
}

/// Why a line of the archive cannot be read or written.
public enum LineProblem: Error, Sendable, Hashable {
  /// No newline at its end.
  case cutOff
  /// Not a JSON object; the text says why.
  case notJSON(String)
  /// This key is missing, or its value does not fit.
  case key(String)
  /// The reply is no profile of the KOL; the text says why.
  case undecodable(String)
  /// Longer than a line may be.
  case tooLong
}

extension ArchiveError: CustomStringConvertible {
  /// What is wrong, where and what to do next, in one line.
  public var description: String {
    advice.map { "\(message); \($0)" } ?? message
  }

  /// The error for a terminal, at the file that it is about.
  public var diagnostic: Diagnostic {
    Diagnostic(.error, location == nil ? message : finding, at: location, hint: advice)
  }

  private var location: SourceLocation? {
    switch self {
    case .file, .busy, .journalClosed, .unusableReply: nil
    case .damaged(let path, .line(let line, _)): SourceLocation(file: path, line: line)
    case .damaged(let path, _), .newerVersion(let path, _), .unlistedPart(let path),
      .manifestMissing(let path), .prunedDay(let path), .prunedMeanwhile(let path), .linkedDay(let path):
      SourceLocation(file: path)
    }
  }

  private var message: String {
    location.map { "\($0.file): \(finding)" } ?? finding
  }

  /// What is wrong, without the file.
  private var finding: String {
    switch self {
    case .file(let error): error.description
    case .busy(let busy): busy.description
    case .damaged(_, let damage): "damaged: \(damage)"
    case .newerVersion(_, let version):
      "of format version \(version); this kolsite reads up to version \(Manifest.version)"
    case .unlistedPart: "not in the day's manifest, and no journal says where it comes from"
    case .manifestMissing: "missing though its parts are there, so nothing says whether they are whole"
    case .prunedDay: "the day's replies were pruned, so none can be added"
    case .prunedMeanwhile: "its day was pruned while it was being read"
    case .linkedDay: "a symbolic link in place of a day's folder"
    case .journalClosed(let path): "\(path) was sealed or closed before"
    case .unusableReply(let id, let problem): "the reply for \(id) cannot be archived: \(problem)"
    }
  }

  private var advice: String? {
    switch self {
    case .file, .busy: nil
    case .journalClosed: "open the day's journal again"
    case .damaged(_, .lineEnds), .damaged(_, .linkToLineEnds):
      "run `kolsite archive repair`, which says what it changes"
    case .damaged:
      "restore the file from a copy of the archive; kolsite never changes a damaged file"
    case .newerVersion: "install the newer kolsite that wrote it"
    case .unlistedPart: "restore the manifest from a copy, or move the part out of the archive"
    case .manifestMissing: "restore the manifest from a copy, or move its parts out of the archive"
    case .prunedDay: "file the replies under another day"
    case .prunedMeanwhile: "run the command again: the day is then left out"
    case .linkedDay: "put the folder itself there, or take the link away"
    case .unusableReply: "fetch the KOL again"
    }
  }
}

extension ArchiveError.Damage: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing: "the manifest lists it and it is not there"
    case .size(let listed, let found): "it has \(found) bytes where \(listed) were written"
    case .hash(let listed, let found): "its SHA-256 is \(found) where \(listed) was written"
    case .gzip(let error): error.description
    case .lineCount(let listed, let found): "it has \(found) lines where \(listed) were written"
    case .line(let line, let problem): "line \(line): \(problem)"
    case .link(let later): "\(later) was linked to another content: it was altered, or is of another archive"
    case .gone(let later): "it is not there, and \(later) is linked to it"
    case .lineEnds:
      "its line ends were changed to CR LF, as git does with core.autocrlf in a clone without .gitattributes"
    case .linkToLineEnds(let earlier):
      "it was written where \(earlier) had line ends of CR LF, as in a clone with git's core.autocrlf, and is linked to "
        + "that"
    case .manifest(let text): text
    }
  }
}

extension LineProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cutOff: "the line is cut off"
    case .notJSON(let reason): "it is no JSON object (\(reason))"
    case .key(let key): "\"\(key)\" is missing or has a value that does not fit"
    case .undecodable(let reason): "the reply cannot be decoded (\(reason))"
    case .tooLong: "it is longer than a line may be"
    }
  }
}

/// Runs a file operation; its failure becomes an ``ArchiveError``.
func onDisk<Value: ~Copyable>(_ body: () throws(FileError) -> Value) throws(ArchiveError) -> Value {
  do {
    return try body()
  } catch {
    throw .file(error)
  }
}

import Files
import Model

extension Archive {
  /// What tells this archive from others for as long as it lives, in 32 hexadecimal digits; nil before the first reply.
  ///
  /// A run that is added to the first day, or to one before it, a day that is pruned or taken away: none of them changes
  /// it, because the first manifest that could say it does so. Of several that do, as after runs on branches that knew
  /// nothing of each other, the first day's counts, and of a day the first run's.
  public func origin() throws(ArchiveError) -> String? {
    let found = try knownOrigin()
    return found.recorded ?? found.first
  }

  /// What a manifest is to say; nil where another says it, or where that cannot be told.
  func originToRecord(after parts: [Manifest.Part]) throws(ArchiveError) -> String? {
    let found = try knownOrigin()
    guard found.recorded == nil, found.isWhole else { return nil }
    return found.first ?? parts.first.map(Self.origin)
  }

  static func isOrigin(_ text: String) -> Bool {
    text.utf8.count == originDigits
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static let originDigits = 32

  /// A part's hash covers answers and their times, so no two archives of the API begin with the same.
  private static func origin(_ part: Manifest.Part) -> String {
    String(decoding: part.sha256.hex.utf8.prefix(originDigits), as: UTF8.self)
  }

  /// What a manifest says, what the first day's first part says, and whether every manifest could be read up to there.
  private func knownOrigin() throws(ArchiveError) -> (recorded: String?, first: String?, isWhole: Bool) {
    var first: String?
    var isWhole = true
    for day in try dayFolders().days {
      for run in try runs(on: day) {
        do throws(ArchiveError) {
          guard let manifest = try manifest(on: day, of: run) else { continue }
          if let origin = manifest.origin { return (origin, first, isWhole) }
          first = first ?? manifest.parts.first.map(Self.origin)
        } catch {
          // Verifying and building tell of it.
          isWhole = false
        }
      }
    }
    return (nil, first, isWhole)
  }
}

/// `Content/roster.yml`: whom the site is about, in the order a person wrote.
public struct Roster: Sendable, Hashable {
  /// At least one; no two share an id, not even one that differs only in letter case.
  public let entries: [RosterEntry]

  public init(entries: [RosterEntry]) {
    self.entries = entries
  }
}

/// One KOL of the roster.
public struct RosterEntry: Sendable, Hashable {
  public let id: KOLID
  /// A name to show instead of the profile's own; nil for the profile's.
  public let name: String?
  public let groups: [String]
  /// A line of the team's own about this KOL; it is published.
  public let note: String?
  /// How many days old a snapshot may get before the KOL is asked for again; 1 is every day.
  public let refreshDays: Int
  /// Who is asked first where not everyone can be: the higher first; from 0 to 100.
  public let priority: Int
  public let location: SourceLocation

  /// Whether the KOL is in a group of exactly this name, compared by byte.
  public func isIn(group: String) -> Bool { groups.contains { $0.utf8.elementsEqual(group.utf8) } }

  public init(
    id: KOLID, name: String? = nil, groups: [String] = [], note: String? = nil,
    refreshDays: Int = 1, priority: Int = 0, location: SourceLocation
  ) {
    self.id = id
    self.name = name
    self.groups = groups
    self.note = note
    self.refreshDays = refreshDays
    self.priority = priority
    self.location = location
  }
}

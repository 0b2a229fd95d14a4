public import Model

/// Compares what was known of KOLs on two days: for each the newest snapshot not after the day.
public struct ChangeFinder: Sendable {
  public let from: CalendarDay
  public let to: CalendarDay
  private let tiers: TierBounds

  /// - Parameter to: After `from`.
  public init(from: CalendarDay, to: CalendarDay, tiers: TierBounds = .standard) {
    self.from = from
    self.to = to
    self.tiers = tiers
  }

  /// What has changed for one KOL.
  /// - Parameters:
  ///   - before: The newest snapshot not after ``from``; nil for none.
  ///   - after: The newest snapshot not after ``to``; nil for none.
  ///   - history: What comes after ``to`` in it does not count.
  public func changes(of id: KOLID, before: Snapshot?, after: Snapshot?, history: History) -> [Change] {
    let name = (after ?? before)?.profile["name"].text ?? id.text
    let dataDay = after.flatMap { $0.dataDay < to ? $0.dataDay : nil }
    return kinds(before: before, after: after, history).map { kind in
      Change(kolID: id, name: name, kind: kind, dataDay: kind == .gone ? nil : dataDay)
    }
  }

  /// Whether a history alone says that something has changed: the KOL is gone, or its growth has turned.
  public func hasTurned(in history: History) -> Bool {
    (isGone(history, on: to) && !isGone(history, on: from)) || growthTurn(history) != nil
  }

  /// Whether followers of the two days are of different tiers; false where either is not known.
  public func isCrossing(from old: Quantity?, to new: Quantity?) -> Bool {
    guard let old, let new else { return false }
    return tiers.tier(followers: old) != tiers.tier(followers: new)
  }

  private func kinds(before: Snapshot?, after: Snapshot?, _ history: History) -> [Change.Kind] {
    guard let after else { return [] }
    guard let before else { return [.appeared] }
    var kinds: [Change.Kind] = isGone(history, on: to) && !isGone(history, on: from) ? [.gone] : []
    if let growth = growthTurn(history) { kinds.append(growth) }
    // A snapshot that is the same one has no changes of its own.
    guard before.day != after.day || before.fetchedAt != after.fetchedAt else { return kinds }
    kinds += Self.priceMoves(before.profile, after.profile)
    if let tier = tierCrossing(before.profile, after.profile) { kinds.append(tier) }
    if before.profile.isRegistered != after.profile.isRegistered {
      kinds.append(.registered(after.profile.isRegistered))
    }
    return kinds + Self.fieldChanges(before.profile, after.profile)
  }

  /// The keys of the fields that are looked at; a snapshot needs no others.
  public static let fields: [String] = ComparedFields.keys

  private func isGone(_ history: History, on day: CalendarDay) -> Bool {
    guard let last = history.days.last(where: { $0 <= day }) else { return false }
    return day.days(since: last) >= ChangeList.daysUntilGone
  }

  private static func priceMoves(_ before: Profile, _ after: Profile) -> [Change.Kind] {
    ComparedFields.prices.compactMap { metric in
      let old = before.reading(ofFirstOf: metric.fields)?.reading.value
      let new = after.reading(ofFirstOf: metric.fields)?.reading.value
      return old == new ? nil : .price(metricID: metric.metricID, from: old, to: new)
    }
  }

  private func tierCrossing(_ before: Profile, _ after: Profile) -> Change.Kind? {
    guard let old = before.reading(ofFirstOf: ComparedFields.followers)?.reading.value,
      let new = after.reading(ofFirstOf: ComparedFields.followers)?.reading.value
    else { return nil }
    let (from, to) = (tiers.tier(followers: old), tiers.tier(followers: new))
    return from == to ? nil : .tier(from: from, to: to)
  }

  /// The growth over 30 days has turned where its sign has: from growing or even to falling, or back.
  private func growthTurn(_ history: History) -> Change.Kind? {
    guard let old = Self.followersGrowth(history, on: from),
      let new = Self.followersGrowth(history, on: to), old.isNegative != new.isNegative
    else { return nil }
    return .growth(from: old, to: new)
  }

  private static let growthWindow = 30

  /// What ``ReportBuilder/growth(of:over:)`` says of the followers, without a series: this is asked for every KOL
  /// and day that is compared.
  private static func followersGrowth(_ history: History, on day: CalendarDay) -> Quantity? {
    guard let column = followersColumn else { return nil }
    var newest: (day: CalendarDay, value: Quantity)?
    var base: (distance: Int, value: Quantity)?
    for index in history.days.indices.reversed() where history.days[index] <= day {
      let reading = history.readings[index * History.chartedMetrics.count + column]
      guard history.outcomes[index] == .snapshot, let value = reading.value else { continue }
      let dataDay = history.dataDay(at: index)
      guard let newest else {
        newest = (dataDay, value)
        continue
      }
      let distance = newest.day.days(since: dataDay)
      if distance * 2 > growthWindow * 3 {
        if history.hasOlderDays { continue } else { break }
      }
      // Later ones are older, so of equal distances the older one stays.
      if distance * 2 < growthWindow { continue }
      if let base, abs(base.distance - growthWindow) < abs(distance - growthWindow) { continue }
      base = (distance, value)
    }
    guard let newest, let base else { return nil }
    return newest.value.subtracting(base.value)?.divided(by: base.value)
  }

  private static let followersColumn = History.chartedMetrics.firstIndex { $0.id == "followers" }

  // MARK: Fields

  private static func fieldChanges(_ before: Profile, _ after: Profile) -> [Change.Kind] {
    var changes: [Change.Kind] = []
    for place in ComparedFields.described where before.values[place] != after.values[place] {
      let field = FieldCatalog.builtIn.fields[place]
      let (old, new) = (before.values[place], after.values[place])
      if field.type == .list {
        let (had, has) = (old.entries, new.entries)
        let added = has.filter { !had.contains($0) }
        let removed = had.filter { !has.contains($0) }
        if added.isEmpty && removed.isEmpty { continue }
        changes.append(.tags(field: field.key, added: added, removed: removed))
      } else if old.words != new.words {
        changes.append(.field(field: field.key, from: old.words, to: new.words))
      }
    }
    return changes
  }
}

extension FieldValue {
  /// All texts in a list, whatever it holds, none twice.
  fileprivate var entries: [String] {
    guard case .list(let values) = self else { return [] }
    var seen: Set<[UInt8]> = []
    return values.flatMap(\.texts).filter { seen.insert(Array($0.utf8)).inserted }
  }

  /// The value in words of the platform's; nil where there is none.
  fileprivate var words: String? {
    switch self {
    case .notSent, .null, .unreadable: nil
    case .number(let number): number.description
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): text.utf8.isEmpty ? nil : text
    case .list: entries.joined(separator: ", ")
    case .object(let members):
      members.contains { !$0.value.texts.isEmpty }
        ? members.flatMap(\.value.texts).joined(separator: ", ") : nil
    }
  }
}

extension JSONValue {
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): text.utf8.isEmpty ? [] : [text]
    case .number(let text): [text]
    case .array(let values): values.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    case .null, .bool: []
    }
  }
}

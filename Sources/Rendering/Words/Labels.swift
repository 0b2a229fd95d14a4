public import Model

/// The theme's words in one language, from `labels.zh.yml` and `labels.en.yml`.
public struct Labels: Sendable, Hashable {
  public let language: Language
  /// By key; the keys of the built-in theme and any that the project added.
  public let texts: [String: String]

  /// Creates the words of a language.
  /// - Parameter overrides: The project's own texts; they win over the built-in ones.
  public init(language: Language, builtIn: [String: String], overrides: [String: String]) {
    self.language = language
    texts = builtIn.merging(overrides) { _, own in own }
  }

  /// The text of a key that the code needs; the key itself where a theme lost it, so that a page says what is missing.
  subscript(key: Key) -> String {
    texts[key.rawValue] ?? key.rawValue
  }

  /// The text of a key with its `{name}` parts filled in.
  func text(_ key: Key, _ parts: [(name: String, value: String)]) -> String {
    var filled: [UInt8] = []
    var rest = Array(self[key].utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      filled += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
      let name = rest[(open + 1)..<close]
      if let part = parts.first(where: { $0.name.utf8.elementsEqual(name) }) {
        filled += part.value.utf8
      } else {
        filled += rest[...close]
      }
      rest = rest[(close + 1)...]
    }
    return String(decoding: filled + rest, as: UTF8.self)
  }

  /// The keys that the code itself uses; every built-in label file has all of them.
  enum Key: String, CaseIterable {
    case xiaohongshuID, location, gender, agency, industries, contentCategories, features, persona
    case links, xiaohongshuProfile, pugongyingProfile, snapshot, recordTime, groups
    case registered, notRegistered, lowActive, fresh
    case home, name, trend, kols, stale, neverFetched, notDue
    case metric, value, source, day, platformField, platformEstimate, computed
    case from, to, change, dayCount, dayCountOne, daily, cooperationNotes, picture, video, showData,
      shownOf,
      withoutValue
    case analystNote
    case reasonNull, reasonNotSent, reasonUnreadable, reasonHidden, reasonNoSnapshot
    case reasonMissingInput, reasonUndefined, reasonNoEarlierSnapshot, reasonDamaged, reasonNotSupplied
    case reasonFailed, tooShort
    case failureUnavailable, failureRejectedID, failureRateLimited, failureQuota, failureAccount
    case failureNetwork, failureUnusable, failureUnknownCode, failureEndpointGone
    case failureNotAttempted
    case damagedText, damagedMore, staleText, notDueText, neverText, olderText, olderData, laterText,
      noticeReason
    case lineDescription, lineDescriptionChange, lineDescriptionFlat, lineDescriptionEmpty
    case lineDescriptionOne, lineDescriptionSame, lineHighest, lineLowest, noGrowth
    case roster, changes, archive, newest, noChanges, changesSince, changeNew, changeGone, changePrice,
      changeTier
    case changeRegistered, changeUnregistered, changeGrowth, changeField, none, flagYes, flagNo, feedTitle
    case tierTop, tierMiddle, tierJunior, tierNano
    case archiveCalendar, archiveCalendarText, archiveDayLabel, archiveCoverage, archiveFailed, archiveCopy
    case archiveDownloads, downloadReadings, downloadDays
    case methodology, methodologyComputed, methodologyFields, formula, undocumented
    case zeroRule, zeroValue, zeroNotSupplied, zeroRegistered
    case up, down, barDescription, gapsNote
    case tier, tierBounds, standing, standingNote, peersRoster, group, category, percentile, median
    case tooFewPeers, estimatesBeside, field, allFieldsCaption, emptyValue, andMore
    case peersTooFew
    case coverageLead, sum, ofKOLs, moversUp, moversDown, moversPrices, middleHalf, logarithmic, undrawn
    case distributionText, distributionFew, sampledDots, scatterTitle, scatterText
    case compare, compareAdd, compareRemove, filterText, filterPrice, filterColumns, filterAll
    case filterCount, rosterParts, basket, basketPlacements, basketCost, basketShare, basketReads
    case basketInteractions, basketCPM, basketCPE, basketCostPerRead, basketWithout, basketNote
    case downloadChart, listed, gapsNoteFromZero
    case rangeText
    case trendsTitle, trendsText, ranksTitle, ranksSame, ranksMoved
    case compareThis
    case reasonNobody
    case rosterPart, shownOfElsewhere
    case compareFull, compareUnknown, compareHint
    case sourcesIntro, growthSource
    case olderDataCount, trendSource
    case least, most, lowerQuartile, upperQuartile, distributionRow
    case healthPoor, healthOrdinary, healthGood, estimatesNote
    case olderAmong, daysBetween, trendsHighest, trendsLowest
  }
}

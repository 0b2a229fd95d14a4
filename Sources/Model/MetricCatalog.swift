/// Every metric by id: the numeric fields of the profile, `followers`, and what is computed from them.
public struct MetricCatalog: Sendable {
  /// Platform metrics in the order of the field catalogue, then the computed ones.
  public let metrics: [Metric]
  /// For each of ``metrics`` how it is computed; nil for one of the platform's.
  let quotients: [Quotient?]
  private let indexByID: [String: Int]

  public static let builtIn = MetricCatalog(fields: .builtIn)

  public func metric(_ id: String) -> Metric? {
    index(of: id).map { metrics[$0] }
  }

  /// The place of a metric among ``metrics``, which is also that of its figure; nil for an id that is none.
  public func index(of id: String) -> Int? { indexByID[id] }

  /// The reading of a computed metric from those of its inputs; nil for one of the platform's.
  ///
  /// An input without a value is named in place of a value. A quotient has more digits than a packed reading holds, so it
  /// is never stored and always computed.
  /// - Parameter reading: Of a metric by its place; inputs stand before what is computed from them.
  public func result(ofMetricAt index: Int, from reading: (Int) -> Reading) -> Reading? {
    guard let quotient = quotients[index] else { return nil }
    guard let dividend = reading(quotient.dividend).value else {
      return .absent(.missingInput(metrics[quotient.dividend].id))
    }
    guard let divisor = reading(quotient.divisor).value else {
      return .absent(.missingInput(metrics[quotient.divisor].id))
    }
    guard let value = dividend.divided(by: divisor, times: quotient.factor),
      // What is not zero and has no millionth to show is no zero either.
      value.millionths != 0 || dividend.isZero
    else { return .absent(.undefined) }
    return .value(value)
  }

  /// A ``Formula`` with places in place of names.
  struct Quotient: Sendable {
    let dividend: Int
    let divisor: Int
    let factor: Int64
  }

  /// The keys of the fields of a reply that all readings come from.
  public var fieldKeys: Set<String> {
    FieldRules.dependencies(
      of: metrics.flatMap { metric in
        switch metric.origin {
        case .platform(let keys): keys
        case .platformEstimate(let key): [key]
        case .computed: [String]()
        }
      })
  }

  init(fields: FieldCatalog) {
    metrics = [Self.followers] + fields.fields.compactMap(Self.metric) + Self.computed
    let indexByID = Dictionary(
      metrics.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.indexByID = indexByID
    quotients = metrics.map { metric in
      guard case .computed(let formula) = metric.origin, let dividend = indexByID[formula.dividend],
        let divisor = indexByID[formula.divisor]
      else { return nil }
      return Quotient(dividend: dividend, divisor: divisor, factor: formula.factor)
    }
  }

  /// `fansNum` is the field that agrees with the follower endpoints; `fansCount` has been seen as 0 in its place.
  private static let followers = Metric(
    id: "followers", group: .reach, unit: .count, label: Localized(zh: "粉丝数", en: "Followers"),
    scope: Scope(), origin: .platform(fields: ["fansNum", "fansCount"]), isCharted: true)

  private static func metric(of field: Field) -> Metric? {
    guard field.isPublished, field.type == .number, let label = field.label,
      field.unit != .none, field.unit != .code
    else { return nil }
    return Metric(
      id: field.key, group: field.group, unit: field.unit, label: label, scope: field.scope,
      origin: field.isEstimate
        ? .platformEstimate(field: field.key) : .platform(fields: [field.key]),
      isCharted: field.isCharted)
  }

  // The quotients follow the definitions that agencies use for Xiaohongshu. A picture price is set
  // against the medians of all daily notes, as the platform does in its core data (180 ÷ 91 = 1.978 an
  // interaction, 180 ÷ 7,594 × 1,000 = 23.70 a thousand); a video price only against video medians. Paid-post
  // performance sets medians of cooperation notes against those of daily ones, 1 being equal; there is
  // none of interactions, because the platform does not say by which of its two rules it counts those
  // of cooperation notes.
  private static let computed: [Metric] = [
    derived(
      "engagementRateByReads", .engagement, .ratio, zh: "互动率（按阅读中位数）", en: "Engagement rate by median reads",
      Scope(business: .daily, days: 30),
      Formula(
        "mEngagementNum", dividedBy: "clickMidNum", source: Source.byReads, caution: Source.byReadsCaution)),
    derived(
      "engagementRateByFollowers", .engagement, .ratio, zh: "粉丝互动率",
      en: "Engagement rate by followers",
      Scope(business: .daily, days: 30),
      Formula("mEngagementNum", dividedBy: "followers", source: Source.byFollowers)),
    derived(
      "likesPerFollower", .engagement, .multiple, zh: "粉丝赞藏比", en: "Likes and saves per follower",
      Scope(), Formula("likeCollectCountInfo", dividedBy: "followers", source: Source.likes)),
    derived(
      "paidReadPerformance", .engagement, .ratio, zh: "合作与日常阅读比",
      en: "Paid-post performance · reads", Scope(business: .cooperation, days: 30),
      Formula("readMidCoop30", dividedBy: "clickMidNum", source: Source.paidPost)),
    derived(
      "paidExposurePerformance", .engagement, .ratio, zh: "合作与日常曝光比",
      en: "Paid-post performance · exposure", Scope(business: .cooperation, days: 30),
      Formula("accumCoopImpMedinNum30d", dividedBy: "accumCommonImpMedinNum30d", source: Source.paidPost)),
    derived(
      "pictureCPE", .pricing, .cny, zh: "图文单次互动成本", en: "Cost per interaction · picture",
      Scope(business: .daily, media: .picture, days: 30),
      Formula("picturePrice", dividedBy: "mEngagementNum", source: Source.costPerInteraction)),
    derived(
      "videoCPE", .pricing, .cny, zh: "视频单次互动成本", en: "Cost per interaction · video",
      Scope(business: .daily, media: .video, days: 30),
      Formula("videoPrice", dividedBy: "videoInterMidNum", source: Source.costPerInteraction)),
    derived(
      "pictureCostPerRead", .pricing, .cny, zh: "图文阅读单价", en: "Cost per read · picture",
      Scope(business: .daily, media: .picture, days: 30),
      Formula("picturePrice", dividedBy: "clickMidNum", source: Source.costPerRead)),
    derived(
      "videoCostPerRead", .pricing, .cny, zh: "视频阅读单价", en: "Cost per read · video",
      Scope(business: .daily, media: .video, days: 30),
      Formula("videoPrice", dividedBy: "videoClickMidNum", source: Source.costPerRead)),
    derived(
      "pictureCPM", .pricing, .cny, zh: "图文千次曝光成本", en: "CPM · picture",
      Scope(business: .daily, media: .picture, days: 30),
      Formula(
        "picturePrice", dividedBy: "accumCommonImpMedinNum30d", times: 1_000, source: Source.costPerMille)),
    derived(
      "videoCPM", .pricing, .cny, zh: "视频千次曝光成本", en: "CPM · video",
      Scope(business: .daily, media: .video, days: 30),
      Formula(
        "videoPrice", dividedBy: "accumVideoCommonImpMedinNum30d", times: 1_000, source: Source.costPerMille)),
    derived(
      "picturePricePerThousandFollowers", .pricing, .cny, zh: "图文千粉报价",
      en: "Price per 1,000 followers · picture", Scope(media: .picture),
      Formula("picturePrice", dividedBy: "followers", times: 1_000, source: Source.perThousand)),
    derived(
      "videoPricePerThousandFollowers", .pricing, .cny, zh: "视频千粉报价",
      en: "Price per 1,000 followers · video", Scope(media: .video),
      Formula("videoPrice", dividedBy: "followers", times: 1_000, source: Source.perThousand)),
  ]

  private static func derived(
    _ id: String, _ group: Field.Group, _ unit: Unit, zh: String, en: String, _ scope: Scope,
    _ formula: Formula
  ) -> Metric {
    Metric(
      id: id, group: group, unit: unit, label: Localized(zh: zh, en: en), scope: scope,
      origin: .computed(formula), isCharted: false)
  }
}

/// Where the formulas come from.
private enum Source {
  static let byReads = Localized(
    zh:
      "小红书投放的通行口径：推荐流中读者多非粉丝，故以阅读为分母。平台的“互动率”口径不同，是互动总数除以阅读总数：公开示例中同一博主为 3.4%，按本式为 91 ÷ 1,471 = 6.19%。",
    en:
      "The usual measure for Xiaohongshu: most readers come from recommendations and do not follow. The platform's own engagement rate divides the sum of interactions by the sum of reads: 3.4% for the creator of a published reply, where this formula gives 91 ÷ 1,471 = 6.19%."
  )
  static let byReadsCaution = Localized(
    zh: "两个中位数之比，不是平台的互动率", en: "a ratio of two medians, not the platform's own rate")
  static let byFollowers = Localized(
    zh: "社交媒体的通行口径：互动除以粉丝数。", en: "The usual measure of social media: interactions over followers.")
  static let likes = Localized(
    zh: "获赞与收藏除以粉丝数，写作 1 : x，又称粉赞比；单说“赞藏比”则是点赞数与收藏数之比。",
    en: "Likes and saves over followers, written 1 : x as in Chinese KOL reports.")
  static let paidPost = Localized(
    zh: "即海外报告的 paid-post performance：合作中位数除以日常中位数，100% 为相同。",
    en:
      "Called paid-post performance in reports outside China: sponsored over organic median, 100% being equal."
  )
  static let costPerInteraction = Localized(
    zh:
      "CPE 的通行定义。公开示例中平台核心数据的图文单价与此一致（180 ÷ 91 = 1.98）；同一博主同一天的性价比数据却是 5.0，口径不同。",
    en:
      "The usual definition of CPE. In published replies the platform's core data agree with it for pictures (180 ÷ 91 = 1.98), while its cost-effectiveness data say 5.0 for the same creator and day, on another basis."
  )
  static let costPerRead = Localized(
    zh: "通行定义：报价除以阅读。平台的预估阅读单价口径不同，另列：公开示例中图文为 0.77，而图文报价除以阅读为 180 ÷ 1,471 = 0.12。",
    en:
      "The usual definition: quote over reads. The platform's own figure has another basis and stands apart: 0.77 for pictures in a published reply, where the picture quote over reads is 180 ÷ 1,471 = 0.12."
  )
  static let costPerMille = Localized(
    zh:
      "CPM 的通行定义：报价除以曝光中位数乘以 1,000；图文报价取全部日常笔记的曝光，视频报价取视频笔记的。公开示例中平台核心数据的图文 CPM 与此一致（180 ÷ 7,594 × 1,000 = 23.70）；同一博主同一天的性价比数据却是 52.04，口径不同。",
    en:
      "The usual definition of CPM: a picture quote against the median exposure of all daily notes, a video quote against that of videos. In published replies the platform's core data agree with it for pictures (180 ÷ 7,594 × 1,000 = 23.70), while its cost-effectiveness data say 52.04 for the same creator and day, on another basis."
  )
  static let perThousand = Localized(
    zh: "新红 2021 年上半年品牌营销报告所用的“每千粉投放报价”。",
    en: "The price per thousand followers of the 新红 report on brand marketing in the first half of 2021.")
}

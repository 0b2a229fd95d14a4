/// Every metric by id: the numeric fields of the profile, `followers`, and what is computed from them.
public struct MetricCatalog: Sendable {
  /// Platform metrics in the order of the field catalogue, then the computed ones.
  public let metrics: [Metric]
  private let indexByID: [String: Int]

  public static let builtIn = MetricCatalog(fields: .builtIn)

  public func metric(_ id: String) -> Metric? {
    index(of: id).map { metrics[$0] }
  }

  /// The place of a metric among ``metrics``, which is also that of its figure; nil for an id that is none.
  public func index(of id: String) -> Int? { indexByID[id] }

  init(fields: FieldCatalog) {
    metrics = [Self.followers] + fields.fields.compactMap(Self.metric) + Self.computed
    indexByID = Dictionary(
      metrics.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
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
  // against the medians of all daily notes, as the platform does in its own cost per interaction
  // (180 ÷ 91 = 1.978 where it printed 1.978); a video price only against video medians. Paid-post
  // performance sets medians of cooperation notes against those of daily ones, 1 being equal; there is
  // none of interactions, because the platform does not say by which of its two rules it counts those
  // of cooperation notes.
  private static let computed: [Metric] = [
    derived(
      "engagementRateByReads", .engagement, .ratio, zh: "阅读互动率", en: "Engagement rate by reads",
      Scope(business: .daily, days: 30),
      Formula("mEngagementNum", dividedBy: "clickMidNum", source: Source.byReads)),
    derived(
      "engagementRateByFollowers", .engagement, .ratio, zh: "粉丝互动率",
      en: "Engagement rate by followers",
      Scope(business: .daily, days: 30),
      Formula("mEngagementNum", dividedBy: "followers", source: Source.byFollowers)),
    derived(
      "likesPerFollower", .engagement, .multiple, zh: "赞藏比", en: "Likes and saves per follower",
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
        "picturePrice", dividedBy: "accumPicCommonImpMedinNum30d", times: 1_000, source: Source.costPerMille)),
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
    zh: "小红书投放的通行口径：推荐流中读者多非粉丝，故以阅读为分母。",
    en: "The usual measure for Xiaohongshu: most readers come from recommendations and do not follow.")
  static let byFollowers = Localized(
    zh: "社交媒体的通行口径：互动除以粉丝数。", en: "The usual measure of social media: interactions over followers.")
  static let likes = Localized(
    zh: "中国达人报告中的“赞藏比”，写作 1 : x。", en: "The ratio of Chinese KOL reports, written 1 : x.")
  static let paidPost = Localized(
    zh: "即海外报告的 paid-post performance：合作中位数除以日常中位数，100% 为相同。",
    en:
      "Called paid-post performance in reports outside China: sponsored over organic median, 100% being equal."
  )
  static let costPerInteraction = Localized(
    zh: "CPE 的通行定义；平台同名数值在有数据的样本中与此一致。",
    en: "The usual definition of CPE; the platform's own figure agreed wherever it was supplied.")
  static let costPerRead = Localized(
    zh: "通行定义：报价除以阅读。平台的阅读单价口径不同，另列。",
    en:
      "The usual definition: quote over reads. The platform's own figure has another basis and stands apart.")
  static let costPerMille = Localized(
    zh: "CPM 的通行定义：报价除以曝光乘以 1,000，取同类日常笔记的曝光中位数。",
    en: "The usual definition of CPM, with the median exposure of daily notes of that kind.")
  static let perThousand = Localized(
    zh: "新红 2021 年上半年品牌营销报告所用的“每千粉投放报价”。",
    en: "The price per thousand followers of the 新红 report on brand marketing in the first half of 2021.")
}

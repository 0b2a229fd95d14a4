import Model

extension Persona {
  /// One persona for each behaviour that is not published.
  static let all = [
    steady, viral, declining, unregistered, freshlyRegistered, priceChange, missingDays,
  ]

  private static let steady = Persona(
    id: "c0ffee000000000000000001", behaviour: .steady,
    description: Localized(zh: "稳步增长，周末略快", en: "Grows slowly, a little faster at weekends"),
    identity: Identity(
      name: "合成·稳步 小林", redID: "sandbox_steady", location: "浙江 杭州 西湖区", gender: "女", level: 2,
      personalTags: ["宝妈", "上班族"],
      contentTags: [("母婴", ["婴童食品", "早教"]), ("家居家装", ["收纳"])],
      featureTags: ["教程", "测评"], travelAreas: ["上海 上海"]),
    audience: Audience(
      fans: 45_210, fansPerWeek: 270, likes: 389_400, likesPerWeek: 2_900, reads: 6_850,
      engagementPermille: 62),
    prices: [PriceList(from: Sandbox.firstDay, picture: 1_200, video: 1_800)],
    cooperation: Cooperation(notes: 46, daysPerNote: 9))

  private static let viral = Persona(
    id: "c0ffee000000000000000002", behaviour: .viral,
    description: Localized(
      zh: "十月上旬一篇爆款，之后进入平台期", en: "One note goes viral in early October, then a plateau"),
    identity: Identity(
      name: "Synthetic · Viral Mia", redID: "sandbox_viral", location: "新加坡 新加坡", gender: "女", level: 1,
      personalTags: ["留学生"],
      contentTags: [("旅行", ["海外游", "城市漫步"])],
      featureTags: ["Vlog"], travelAreas: []),
    audience: Audience(
      fans: 3_180, fansPerWeek: 24, likes: 21_900, likesPerWeek: 260, reads: 940,
      engagementPermille: 71),
    prices: [PriceList(from: Sandbox.firstDay, picture: 200, video: 300)],
    cooperation: Cooperation(notes: 3, daysPerNote: 26))

  private static let declining = Persona(
    id: "c0ffee000000000000000003", behaviour: .declining,
    description: Localized(
      zh: "百万粉丝，持续掉粉，互动降得更快", en: "Over a million followers, fewer every week, attention falls faster"),
    identity: Identity(
      name: "合成·下滑 阿杰📉", redID: "sandbox_declining", location: "北京 北京 朝阳区", gender: "男", level: 2,
      personalTags: ["数码博主", "健身达人"],
      contentTags: [("科技数码", ["手机", "摄影器材"]), ("运动健身", ["跑步"])],
      featureTags: ["开箱", "测评"], travelAreas: ["天津 天津", "河北 石家庄"]),
    audience: Audience(
      fans: 1_203_600, fansPerWeek: -8_050, likes: 9_846_000, likesPerWeek: 11_400, reads: 83_500,
      engagementPermille: 38),
    prices: [PriceList(from: Sandbox.firstDay, picture: 28_000, video: 42_000)],
    cooperation: Cooperation(notes: 312, daysPerNote: 4))

  private static let unregistered = Persona(
    id: "c0ffee000000000000000004", behaviour: .unregistered,
    description: Localized(
      zh: "未入驻蒲公英：没有报价和中位数", en: "Not registered: no prices, no medians"),
    identity: Identity(
      name: "合成·未入驻 阿琳", redID: "sandbox_unregistered", location: "", gender: "女", level: 0,
      personalTags: [], contentTags: [], featureTags: [], travelAreas: []),
    audience: Audience(
      fans: 15_420, fansPerWeek: 65, likes: 236_100, likesPerWeek: 810, reads: 1_400,
      engagementPermille: 60),
    prices: [], cooperation: Cooperation(notes: 0, daysPerNote: 30))

  private static let freshlyRegistered = Persona(
    id: "c0ffee000000000000000005", behaviour: .freshlyRegistered,
    description: Localized(
      zh: "2026-10-13 入驻蒲公英，此前没有报价", en: "Registers on 2026-10-13, no prices before it"),
    identity: Identity(
      name: "合成·新入驻 Nana 🌱", redID: "sandbox_fresh", location: "四川 成都 锦江区", gender: "女", level: 1,
      personalTags: ["学生"],
      contentTags: [("美妆", ["护肤", "底妆"])],
      featureTags: ["好物分享"], travelAreas: ["重庆 重庆"]),
    audience: Audience(
      fans: 28_050, fansPerWeek: 410, likes: 187_300, likesPerWeek: 3_350, reads: 4_920,
      engagementPermille: 84),
    prices: [PriceList(from: SandboxKOL.registrationDay, picture: 600, video: 900)],
    cooperation: Cooperation(notes: 0, daysPerNote: 11))

  private static let priceChange = Persona(
    id: "c0ffee000000000000000006", behaviour: .priceChange,
    description: Localized(
      zh: "图文和视频报价两次上调", en: "Both prices rise twice, in September and in November"),
    identity: Identity(
      name: "Synthetic · 调价 Leo", redID: "sandbox_prices", location: "广东 深圳 南山区", gender: "男", level: 2,
      personalTags: ["美食探店", "摄影师"],
      contentTags: [("美食", ["探店", "家常菜"])],
      featureTags: ["探店", "图文"], travelAreas: ["广东 广州"]),
    audience: Audience(
      fans: 212_700, fansPerWeek: 880, likes: 1_934_000, likesPerWeek: 9_700, reads: 21_300,
      engagementPermille: 55),
    prices: [
      PriceList(from: Sandbox.firstDay, picture: 3_200, video: 4_800),
      PriceList(from: Sandbox.demoDay.advanced(by: -63), picture: 3_800, video: 5_600),
      PriceList(from: Sandbox.demoDay.advanced(by: -21), picture: 4_500, video: 6_500),
    ],
    cooperation: Cooperation(notes: 128, daysPerNote: 6))

  private static let missingDays = Persona(
    id: "c0ffee000000000000000007", behaviour: .missingDays,
    description: Localized(
      zh: "有些日子采集失败，国庆连续五天", en: "No reply on some days, five in a row from 2026-10-01"),
    identity: Identity(
      name: "合成·断档 Tom & 阿猫", redID: "sandbox_gaps", location: "上海 上海 徐汇区", gender: "男", level: 2,
      personalTags: ["铲屎官"],
      contentTags: [("宠物", ["猫", "宠物食品"])],
      featureTags: ["日常", "测评"], travelAreas: ["江苏 苏州", "浙江 杭州"]),
    audience: Audience(
      fans: 86_300, fansPerWeek: 390, likes: 742_800, likesPerWeek: 5_100, reads: 11_650,
      engagementPermille: 68),
    prices: [PriceList(from: Sandbox.firstDay, picture: 1_900, video: 2_600)],
    cooperation: Cooperation(notes: 71, daysPerNote: 8))
}

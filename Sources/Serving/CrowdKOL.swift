public import Model

extension Persona {
  /// Anyone of the crowd: as many KOLs as a test of scale wants, each with figures of its own.
  ///
  /// The crowd's ids are `c0ffee` and 18 hexadecimal digits of a number from 0x1000 on; nil for any other.
  static func ofCrowd(_ id: KOLID) -> Persona? {
    let prefix = "c0ffee".utf8
    let bytes = id.text.utf8
    guard isWellFormedID(bytes), bytes.starts(with: prefix),
      bytes.dropFirst(prefix.count).dropLast(3).contains(where: { $0 != UInt8(ascii: "0") })
    else { return nil }
    let noise = Noise(id: id.text)
    let fans = 1_000 + noise.below(400_000, .crowd, 0)
    let price = 100 + fans / 40 / 100 * 100
    let number = String(decoding: bytes.suffix(6), as: UTF8.self)
    return Persona(
      id: id.text, behaviour: noise.below(5, .crowd, 1) == 0 ? .unregistered : .steady,
      description: Localized(zh: "合成的众多博主之一", en: "One of the synthetic crowd"),
      identity: Identity(
        name: "合成·\(number)", redID: "sandbox_\(number)", location: "上海 上海", gender: "女", level: 1,
        personalTags: [], contentTags: [("美食", ["探店"])], featureTags: ["图文"], travelAreas: []),
      audience: Audience(
        fans: fans, fansPerWeek: noise.jitter(fans / 100, .crowd, 2), likes: fans * 8,
        likesPerWeek: fans / 20, reads: 100 + fans / 9,
        engagementPermille: 30 + noise.below(60, .crowd, 3)),
      prices: [PriceList(from: Sandbox.firstDay, picture: price, video: price * 3 / 2)],
      cooperation: Cooperation(
        notes: noise.below(60, .crowd, 4), daysPerNote: 5 + noise.below(20, .crowd, 5)))
  }
}

extension SandboxKOL {
  /// The id of the crowd's n-th member; every sandbox answers for it.
  public static func crowdID(_ number: UInt32) -> KOLID? {
    let digits = String(UInt64(number) + 0x1000, radix: 16)
    return KOLID("c0ffee" + String(repeating: "0", count: max(0, 18 - digits.utf8.count)) + digits)
  }
}

import Model

/// The reply for a synthetic KOL: the same persona and day give the same bytes everywhere.
struct SyntheticReply: Sendable {
  let persona: Persona
  let day: CalendarDay

  var body: [UInt8] {
    let figures = Figures(of: persona, on: day)
    var values = identity.merging(counts(figures)) { $1 }
    if let commercial = figures.commercial {
      values.merge(selection) { $1 }
      values.merge(counts(commercial)) { $1 }
    }
    let template = figures.commercial == nil ? ProfileTemplate.unregistered : .registered
    return template.filled(with: values, recordTime: recordTime, requestID: requestID)
  }

  private var identity: [String: String] {
    let words = persona.identity
    return [
      "userId": quoted(persona.id),
      "headPhoto": quoted(DrawnAvatar.address(of: persona.id)),
      "name": quoted(words.name),
      "redId": quoted(words.redID),
      "location": quoted(words.location),
      "gender": quoted(words.gender),
      "personalTags": quoted(words.personalTags),
    ]
  }

  /// What a KOL chooses when registering.
  private var selection: [String: String] {
    let words = persona.identity
    let tags = words.contentTags.map { tag in
      "{\"taxonomy1Tag\": \(quoted(tag.topic)), \"taxonomy2Tags\": \(quoted(tag.details))}"
    }
    return [
      "travelAreaList": words.travelAreas.isEmpty ? "null" : quoted(words.travelAreas),
      "contentTags": "[" + tags.joined(separator: ", ") + "]",
      "featureTags": quoted(words.featureTags),
      "currentLevel": String(words.level),
    ]
  }

  private func counts(_ figures: Figures) -> [String: String] {
    [
      "fansCount": String(figures.fans),
      "fansNum": String(figures.fans),
      "likeCollectCountInfo": String(figures.likes),
    ]
  }

  private func counts(_ figures: Figures.Commercial) -> [String: String] {
    var values = [
      "picturePrice": "\(figures.picturePrice).0",
      "videoPrice": "\(figures.videoPrice).0",
      "lowerPrice": "\(min(figures.picturePrice, figures.videoPrice)).0",
      "businessNoteCount": String(figures.notes),
      "coopNoteNum30d": String(figures.notesOf30Days),
      "interMidNum": String(figures.olderEngagement),
    ]
    for key in ["clickMidNum", "clickMidNumMcn"] { values[key] = String(figures.reads) }
    for key in ["mEngagementNum", "mEngagementNumMcn", "mengagementNum", "mengagementNumMcn"] {
      values[key] = String(figures.engagement)
    }
    return values
  }

  /// Some time after eight in the morning, in the API's own form: no zone, trailing zeros cut.
  private var recordTime: String {
    let noise = persona.noise
    let index = day.daysSinceEpoch
    let minute = noise.below(60, .clockMinute, index)
    let second = noise.below(60, .clockSecond, index)
    let clock = "08:\(twoDigits(minute)):\(twoDigits(second))"
    var fraction = Array(
      String(1_000_000_000 + noise.below(1_000_000_000, .clockFraction, index)).utf8.dropFirst())
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    return fraction.isEmpty
      ? "\(day)T\(clock)" : "\(day)T\(clock).\(String(decoding: fraction, as: UTF8.self))"
  }

  private var requestID: String {
    let digits = String(persona.noise.bits(.requestID, day.daysSinceEpoch), radix: 16)
    return "sandbox-" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

private func twoDigits(_ number: Int) -> String {
  (number < 10 ? "0" : "") + String(number)
}

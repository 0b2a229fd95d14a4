import Model

extension FetchPlan {
  /// The plan for a person: a line for all, then who is asked in turn and why, then how many are not.
  func lines(on day: CalendarDay, mostCalls: Int) -> [String] {
    let ceiling = maxCalls.map { "; api.maxCalls allows \($0)" } ?? ""
    let part = shard.map { " in shard \($0)" } ?? ""
    var lines = [
      "\(due.count) of \(kols.count) KOLs are due on \(day)\(part): "
        + "\(calls) calls, at most \(min(mostCalls, maxCalls ?? .max)) with retries, "
        + "beside those refused for their rate\(ceiling)"
    ]
    let entries = Dictionary(kols.map { ($0.kol.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (turn, id) in zip(1..., due) {
      guard let entry = entries[id] else { continue }
      let name = entry.kol.name.map { "  \($0)" } ?? ""
      let late = turn > calls ? "; beyond api.maxCalls, so in a later run" : ""
      lines.append("  \(turn). \(id)\(name): \(entry.reason)\(late)")
    }
    let others = kols.filter { !$0.decision.isDue }
    for (decision, text) in [
      ("fresh", "have an answer that is fresh enough"), ("not-selected", "are not selected by --only"),
      ("other-shard", "belong to other shards"),
    ] {
      let count = others.count { $0.decision.name == decision }
      if count > 0 { lines.append("\(count) \(text)") }
    }
    return lines
  }
}

extension FetchPlan.Entry {
  /// Why it is due.
  fileprivate var reason: String {
    let rank = kol.priority > 0 ? ", priority \(kol.priority)" : ""
    return switch decision {
    case .dueByAge(let days):
      "\(days) \(days == 1 ? "day" : "days") old, refresh \(kol.refreshDays)d\(rank)"
    case .dueByRequest: "asked for again though it is fresh\(rank)"
    default: "no answer yet\(rank)"
    }
  }
}

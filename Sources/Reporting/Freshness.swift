import Model

extension ReportBuilder {
  /// Tells how old the newest snapshot is, and why a newer one is missing where the archive knows.
  func freshness(of entry: RosterEntry, history: History) -> Freshness {
    guard let snapshot = history.latest else {
      return .never(reason: lastFailure(in: history, after: nil))
    }
    let age = asOf.days(since: snapshot.day)
    if age <= 0 { return .fresh }
    if age < entry.refreshDays { return .notDue(days: age) }
    return .stale(days: age, reason: lastFailure(in: history, after: snapshot.day))
  }

  private func lastFailure(in history: History, after day: CalendarDay?) -> FetchFailure.Reason? {
    for (index, found) in history.days.enumerated().reversed() {
      if let day, found <= day { return nil }
      if case .failed(let reason) = history.outcomes[index] { return reason }
    }
    return nil
  }
}

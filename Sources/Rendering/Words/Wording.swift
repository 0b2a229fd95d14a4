import Model

/// How readings, sources and states are said in one language.
struct Wording: Sendable {
  let labels: Labels
  let numbers: NumberText

  init(labels: Labels) {
    self.labels = labels
    numbers = NumberText(language: labels.language)
  }

  var language: Language { labels.language }

  /// Why a reading has no value; nil where it has one.
  func reason(of reading: Reading) -> String? {
    switch reading {
    case .value: nil
    case .notSupplied: labels[.reasonNotSupplied]
    case .failed: labels[.reasonFailed]
    case .absent(let absence):
      switch absence {
      case .null: labels[.reasonNull]
      case .notSent: labels[.reasonNotSent]
      case .unreadable: labels[.reasonUnreadable]
      case .hidden: labels[.reasonHidden]
      case .noSnapshot: labels[.reasonNoSnapshot]
      case .missingInput(let id):
        labels.text(.reasonMissingInput, [("input", inputText(id))])
      case .undefined: labels[.reasonUndefined]
      case .noEarlierSnapshot: labels[.reasonNoEarlierSnapshot]
      case .damaged: labels[.reasonDamaged]
      }
    }
  }

  /// Why a KOL could not be refreshed.
  func text(of reason: FetchFailure.Reason) -> String {
    switch reason {
    case .unavailable: labels[.failureUnavailable]
    case .rejectedID: labels[.failureRejectedID]
    case .rateLimited: labels[.failureRateLimited]
    case .quota: labels[.failureQuota]
    case .account: labels[.failureAccount]
    case .network: labels[.failureNetwork]
    case .unusable: labels[.failureUnusable]
    case .unknownCode: labels[.failureUnknownCode]
    case .endpointGone: labels[.failureEndpointGone]
    case .notAttempted: labels[.failureNotAttempted]
    }
  }

  /// What every page says of the archive that it was made from; nil where all of it could be read.
  func notice(of report: Report) -> String? {
    let named = 5
    if report.damagedDays.isEmpty { return nil }
    var days = report.damagedDays.suffix(named).map(\.description)
    if report.damagedDays.count > named {
      days.append(labels.text(.damagedMore, [("count", String(report.damagedDays.count - named))]))
    }
    return labels.text(.damagedText, [("days", days.joined(separator: ", "))])
  }

  /// What to say above the numbers of a KOL that is not fresh, or whose data is older than its snapshot;
  /// nil where there is nothing to say.
  func notice(of kol: KOLReport) -> String? {
    func sentence(_ key: Labels.Key, days: Int) -> String {
      labels.text(
        key, [("day", kol.snapshot?.day.description ?? ""), ("days", self.days(days))])
    }
    func because(_ reason: FetchFailure.Reason?) -> String {
      reason.map { " " + labels.text(.noticeReason, [("reason", text(of: $0))]) } ?? ""
    }
    let age: String? =
      switch kol.freshness {
      case .fresh: nil
      case .notDue(let days): sentence(.notDueText, days: days)
      case .stale(let days, let reason): sentence(.staleText, days: days) + because(reason)
      case .never(let reason): labels[.neverText] + because(reason)
      }
    let older = kol.snapshot?.olderDataDay.map { labels.text(.olderText, [("day", $0.description)]) }
    let later = kol.snapshot?.laterFetchDay.map { labels.text(.laterText, [("day", $0.description)]) }
    let sentences = [age, older, later].compactMap { $0 }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// Which notes a metric is about, part by part: `daily notes`, `picture`, `30 days`.
  func scopeParts(_ scope: Scope) -> [String] {
    var parts: [String] = []
    switch scope.business {
    case .daily: parts.append(labels[.daily])
    case .cooperation: parts.append(labels[.cooperationNotes])
    case nil: break
    }
    if let days = scope.days { parts.append(self.days(days)) }
    return parts
  }

  /// A formula in the words of its inputs: `Picture note quote ÷ Median interactions`.
  func text(of formula: Formula) -> String {
    let quotient = "\(inputText(formula.dividend)) ÷ \(inputText(formula.divisor))"
    guard formula.factor != 1, let factor = Quantity(formula.factor) else { return quotient }
    return "\(quotient) × \(numbers.text(factor, unit: .count))"
  }

  /// A metric's name, with its scope where another metric has the same name.
  private func inputText(_ id: String) -> String {
    guard let metric = MetricCatalog.builtIn.metric(id) else { return id }
    let name = metric.label[language]
    let isShared = MetricCatalog.builtIn.metrics.contains { $0.id != id && $0.label == metric.label }
    let parts = scopeParts(metric.scope)
    return isShared && !parts.isEmpty ? "\(name) (\(parts.joined(separator: " · ")))" : name
  }

  /// A median or a quartile: of counts in whole numbers, because nobody has half a reader.
  func statistic(_ value: Quantity, unit: Unit) -> String {
    numbers.text(rounded(value, unit: unit), unit: unit)
  }

  /// A median or a quartile as it is written.
  func rounded(_ value: Quantity, unit: Unit) -> Quantity {
    guard unit == .count, value.whole == nil else { return value }
    let rounded = Int64(value.rounded(to: UInt64(Quantity.scale)))
    return Quantity(value.isNegative ? -rounded : rounded) ?? value
  }

  /// Where a metric's numbers come from: `Platform field clickMidNum`, `Computed · Picture note quote ÷ Median reads`.
  func source(of metric: Metric) -> String {
    switch metric.origin {
    case .platform(let fields): "\(labels[.platformField]) \(fields.joined(separator: " / "))"
    case .platformEstimate(let field): "\(labels[.platformEstimate]) \(field)"
    case .computed(let formula):
      "\(labels[.computed]) · \(text(of: formula))" + (formula.caution.map { " · \($0[language])" } ?? "")
    }
  }

  /// The platform's level of an account in a word, by its published meaning; nil for a number that has none. Below zero
  /// there is no level: where a profile has no next one, the platform sends −1.
  func text(ofHealthLevel level: Quantity) -> String? {
    switch level.whole {
    case 0: labels[.healthPoor]
    case 1: labels[.healthOrdinary]
    case let level?: level < 0 ? labels[.reasonNotSupplied] : labels[.healthGood]
    default: nil
    }
  }

  /// `1 day`, `30 days`.
  func days(_ count: Int) -> String {
    labels.text(count == 1 ? .dayCountOne : .dayCount, [("n", String(count))])
  }

  func labelText(ofMetric id: String) -> String {
    MetricCatalog.builtIn.metric(id)?.label[language] ?? id
  }
}

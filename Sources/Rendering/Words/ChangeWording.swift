import Model

extension Wording {
  /// A change in a few words.
  func text(of change: Change.Kind) -> String {
    switch change {
    case .appeared: labels[.changeNew]
    case .gone: labels.text(.changeGone, [("days", days(ChangeList.daysUntilGone))])
    case .price(let metric, let from, let to):
      labels.text(
        .changePrice,
        [("metric", labelText(ofMetric: metric)), ("from", price(from)), ("to", price(to))])
    case .tier(let from, let to): labels.text(.changeTier, [("from", text(of: from)), ("to", text(of: to))])
    case .registered(let isRegistered): labels[isRegistered ? .changeRegistered : .changeUnregistered]
    case .growth(let from, let to):
      labels.text(
        .changeGrowth, [("from", numbers.signedPercent(from)), ("to", numbers.signedPercent(to))])
    case .tags(let field, let added, let removed):
      "\(labelText(ofField: field)): "
        + (added.map { "+ \($0)" } + removed.map { "− \($0)" }).joined(separator: ", ")
    case .field(let field, let from, let to):
      labels.text(
        .changeField,
        [
          ("field", labelText(ofField: field)), ("from", words(from, of: field)),
          ("to", words(to, of: field)),
        ])
    }
  }

  private func price(_ quantity: Quantity?) -> String {
    quantity.map { numbers.text($0, unit: .cny) } ?? labels[.none]
  }

  private func words(_ text: String?, of field: String) -> String {
    if Field.healthLevels.contains(field), let level = text.flatMap({ Quantity(decimal: $0) }),
      let word = self.text(ofHealthLevel: level)
    {
      return word
    }
    return switch text {
    case nil: labels[.none]
    case "true": labels[.flagYes]
    case "false": labels[.flagNo]
    case let text?: String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
    }
  }

  private func labelText(ofField key: String) -> String {
    FieldCatalog.builtIn.field(key)?.label?[language] ?? key
  }
}

import Markup
import Model

/// `kol/<id>/index.json`: the page's numbers with their sources, for programs.
///
/// A value is a JSON number; a missing one is `null` with a `missing` key that says why.
/// `docs/kol.schema.json` describes it.
///
/// It is made once for a report: what is the same for every KOL is JSON before the first file.
struct ProfileJSON: Sendable {
  private let report: Report
  private let asOf: HTML
  /// In the order of the catalogue.
  private let metrics: [MetricJSON]
  /// The beginnings of the changes, in the order of ``KOLReport/growths``.
  private let growths: [MarkupPieces.Piece]
  /// The published fields by their places in the catalogue, with their keys.
  private let fields: [(index: Int, key: MarkupPieces.Piece)]
  private let pieces: MarkupPieces

  init(_ report: Report) {
    self.report = report
    asOf = .written { json in
      json.appendLiteral(",\"asOf\":")
      json.appendJSONString(report.asOf)
      json.appendLiteral(",\"groups\":[")
    }
    var pieces = MarkupPieces()
    metrics = MetricCatalog.builtIn.metrics.map { MetricJSON($0, in: &pieces) }
    growths = History.chartedMetrics.flatMap { metric in
      Growth.windows.map { window in
        pieces.add { json in
          json.appendLiteral("{\"id\":")
          json.appendJSONString(metric.id)
          json.appendLiteral(",\"window\":")
          json.append(integer: window)
          json.appendLiteral(",\"days\":")
        }
      }
    }
    fields = FieldCatalog.builtIn.fields.enumerated().filter(\.element.isPublished).map { index, field in
      let key = pieces.add { json in
        json.appendJSONString(field.key)
        json.appendLiteral(":")
      }
      return (index, key)
    }
    self.pieces = pieces
  }

  func bytes(of kol: KOLReport) -> [UInt8] {
    var json = MarkupBuffer(capacity: 16_384)
    json.appendLiteral("{\"formatVersion\":1,\"id\":")
    json.appendJSONString(kol.entry.id.text)
    json.appendLiteral(",\"name\":")
    json.appendJSONString(kol.name)
    json.append(asOf)
    for (index, group) in kol.entry.groups.enumerated() {
      if index > 0 { json.appendLiteral(",") }
      json.appendJSONString(group)
    }
    json.appendLiteral("],\"tier\":")
    if let tier = kol.tier { json.appendJSONString(tier.rawValue) } else { json.appendLiteral("null") }
    json.appendLiteral(",\"snapshot\":")
    append(kol.snapshot, to: &json)
    json.appendLiteral(",\"metrics\":[")
    let standings = report.peers.peers(of: kol).map(PeersJSON.init)
    for (index, (metric, figure)) in zip(metrics, kol.figures).enumerated() {
      json.appendLiteral(index == 0 ? "\n" : ",\n")
      append(figure, as: metric, to: &json)
      if let value = figure.reading.value { append(standings, of: value, metric: index, to: &json) }
      json.appendLiteral("}")
    }
    json.appendLiteral("\n],\"growth\":[")
    var isFirst = true
    for (head, growth) in zip(growths, kol.growths) {
      guard case .change(let change) = growth.outcome else { continue }
      json.appendLiteral(isFirst ? "\n" : ",\n")
      isFirst = false
      json.append(head, of: pieces)
      append(change, to: &json)
    }
    json.appendLiteral("\n],\"fields\":{")
    if let profile = kol.snapshot?.profile { appendFields(of: profile, to: &json) }
    json.appendLiteral("}}\n")
    return json.bytes
  }

  private func append(_ snapshot: Snapshot?, to json: inout MarkupBuffer) {
    guard let snapshot else {
      json.appendLiteral("null")
      return
    }
    json.appendLiteral("{\"day\":")
    json.appendJSONString(snapshot.day)
    json.appendLiteral(",\"fetchedAt\":")
    json.appendJSONString(snapshot.fetchedAt.description)
    json.appendLiteral(",\"endpoint\":")
    json.appendJSONString(snapshot.endpoint.name)
    json.appendLiteral(",\"environment\":")
    json.appendJSONString(snapshot.environment)
    if let day = snapshot.olderDataDay {
      json.appendLiteral(",\"dataDay\":")
      json.appendJSONString(day)
    }
    json.appendLiteral("}")
  }

  private func append(_ figure: Figure, as metric: MetricJSON, to json: inout MarkupBuffer) {
    json.append(metric.head, of: pieces)
    if let value = figure.reading.value {
      json.appendJSON(value)
    } else {
      json.appendLiteral("null,\"missing\":")
      json.appendJSONString(figure.reading.missingCode ?? "")
    }
    json.append(metric.source, of: pieces)
    if let field = figure.field {
      json.appendLiteral(",\"field\":")
      json.appendJSONString(field)
    }
    json.append(metric.scope, of: pieces)
    if let day = figure.day, day != report.asOf {
      json.appendLiteral(",\"day\":")
      json.appendJSONString(day)
    }
  }

  /// Only where enough peers have a value.
  private func append(
    _ peers: [PeersJSON], of value: Quantity, metric index: Int, to json: inout MarkupBuffer
  ) {
    var isFirst = true
    for peers in peers {
      let standing = peers.peers.standing(of: value, metric: index)
      guard let quartiles = standing.quartiles, let percentile = standing.percentile else { continue }
      json.appendLiteral(isFirst ? ",\"standings\":[" : ",")
      isFirst = false
      json.append(peers.head)
      json.append(integer: standing.count)
      json.appendLiteral(",\"percentile\":")
      json.appendJSON(percentile)
      json.appendLiteral(",\"quartiles\":[")
      json.appendJSON(quartiles.lower)
      json.appendLiteral(",")
      json.appendJSON(quartiles.median)
      json.appendLiteral(",")
      json.appendJSON(quartiles.upper)
      json.appendLiteral("]")
      append(peers.peers.days(metric: index), to: &json)
      json.appendLiteral("}")
    }
    if !isFirst { json.appendLiteral("]") }
  }

  /// How many of the peers' values are older than the report, by their day.
  private func append(_ days: FigureDays, to json: inout MarkupBuffer) {
    if days.older.isEmpty { return }
    for (index, older) in days.older.enumerated() {
      json.appendLiteral(index == 0 ? ",\"older\":[{\"day\":" : ",{\"day\":")
      json.appendJSONString(older.day)
      json.appendLiteral(",\"n\":")
      json.append(integer: older.count)
      json.appendLiteral("}")
    }
    json.appendLiteral("]")
  }

  /// Every published field that the reply has, as the platform sent it; a quote that the creator hides is left out.
  private func appendFields(of profile: Profile, to json: inout MarkupBuffer) {
    var isFirst = true
    for field in fields {
      let value = profile.values[field.index]
      if case .notSent = value { continue }
      if case .unreadable = value { continue }
      if case .number = value, profile.reading(ofFieldAt: field.index) == .absent(.hidden) { continue }
      json.appendLiteral(isFirst ? "\n" : ",\n")
      isFirst = false
      json.append(field.key, of: pieces)
      json.appendJSON(value)
    }
  }

  private func append(_ change: Growth.Change, to json: inout MarkupBuffer) {
    json.append(integer: change.days)
    json.appendLiteral(",\"fromDay\":")
    json.appendJSONString(change.fromDay)
    json.appendLiteral(",\"toDay\":")
    json.appendJSONString(change.toDay)
    if change.fromDataDay != change.fromDay {
      json.appendLiteral(",\"fromDataDay\":")
      json.appendJSONString(change.fromDataDay)
    }
    if change.toDataDay != change.toDay {
      json.appendLiteral(",\"toDataDay\":")
      json.appendJSONString(change.toDataDay)
    }
    json.appendLiteral(",\"from\":")
    json.appendJSON(change.from)
    json.appendLiteral(",\"to\":")
    json.appendJSON(change.to)
    json.appendLiteral(",\"absolute\":")
    json.appendJSON(change.absolute)
    json.appendLiteral(",\"relative\":")
    if let relative = change.relative { json.appendJSON(relative) } else { json.appendLiteral("null") }
    json.appendLiteral("}")
  }
}

import Testing

@testable import Model

struct CatalogTests {
  private let fields = FieldCatalog.builtIn
  private let metrics = MetricCatalog.builtIn

  @Test func theCatalogueHasAll146FieldsOnce() {
    #expect(fields.fields.count == 146)
    #expect(Set(fields.fields.map { Array($0.key.utf8) }).count == 146)
    #expect(fields.fields.first?.key == "userId")
    #expect(fields.fields.last?.key == "mCpuvNum30d")
  }

  @Test(arguments: [
    ("mEngagementNum", "mengagementNum"), ("mEngagementNumMcn", "mengagementNumMcn"),
    ("mCpuvNum30d", "mcpuvNum30d"),
  ])
  func keysThatDifferOnlyInCaseAreTwoFields(one: String, other: String) throws {
    let first = try #require(fields.index(of: one))
    let second = try #require(fields.index(of: other))
    #expect(first != second)
    #expect(fields.field(one)?.isPublished != fields.field(other)?.isPublished || one.hasSuffix("Mcn"))
  }

  @Test func whatDescribesTheAccountIsNeverPublished() {
    let account = fields.fields.filter { $0.group == .account }
    #expect(
      account.map(\.key) == [
        "isCollect", "pictureInCart", "videoInCart", "pictureCpcInCart", "videoCpcInCart",
      ])
    #expect(account.allSatisfy { !$0.isPublished })
    #expect(metrics.metrics.allSatisfy { $0.group != .account })
  }

  @Test func labelsHaveBothLanguagesOrNone() {
    for field in fields.fields {
      if let label = field.label {
        #expect(!label.zh.isEmpty && !label.en.isEmpty, "\(field.key)")
      }
    }
  }

  @Test func metricsHaveUniqueIDsAndFormulasKnownInputs() {
    #expect(Set(metrics.metrics.map(\.id)).count == metrics.metrics.count)
    for (index, metric) in metrics.metrics.enumerated() {
      guard case .computed(let formula) = metric.origin else { continue }
      for input in formula.inputs {
        // An input must stand before the formula: figures are computed in this order.
        let position = metrics.metrics.firstIndex { $0.id == input }
        #expect(position.map { $0 < index } == true, "\(metric.id) needs \(input)")
      }
    }
  }

  @Test func theChartedMetricsAreTheOnesThatTheProfileFills() {
    #expect(
      History.chartedMetrics.map(\.id) == [
        "followers", "likeCollectCountInfo", "businessNoteCount", "picturePrice", "videoPrice",
        "lowerPrice", "clickMidNum", "interMidNum", "coopNoteNum30d", "mEngagementNum",
      ])
  }
}

struct ReadingTests {
  private func reading(_ id: String, of values: [String: FieldValue]) -> Reading? {
    let profile = Profile(
      values: FieldCatalog.builtIn.fields.map { values[$0.key] ?? .notSent }, recordTime: nil)
    return MetricCatalog.builtIn.metric(id).flatMap(profile.reading)
  }

  private let zero = FieldValue.number(Quantity(millionths: 0))
  private let two = FieldValue.number(Quantity(millionths: 2_000_000))

  @Test func aZeroMostlyMeansNotSupplied() {
    #expect(reading("clickMidNum", of: ["clickMidNum": zero]) == .notSupplied)
    #expect(reading("estimatePictureCpm", of: ["estimatePictureCpm": zero]) == .notSupplied)
    #expect(
      reading("likeCollectCountInfo", of: ["likeCollectCountInfo": zero]) == .value(Quantity(millionths: 0)))
  }

  @Test func noCooperationNotesCountsOnlyForARegisteredCreator() {
    #expect(reading("coopNoteNum30d", of: ["coopNoteNum30d": zero]) == .notSupplied)
    #expect(
      reading("coopNoteNum30d", of: ["coopNoteNum30d": zero, "userType": two])
        == .value(Quantity(millionths: 0)))
  }

  @Test func followersComeFromTheFirstFieldThatHasThem() {
    #expect(
      reading("followers", of: ["fansNum": zero, "fansCount": two]) == .value(Quantity(millionths: 2_000_000))
    )
    #expect(reading("followers", of: ["fansNum": zero, "fansCount": zero]) == .notSupplied)
    #expect(reading("followers", of: [:]) == .absent(.notSent))
  }

  @Test func anAmountBelowZeroIsNoReading() {
    let minus = FieldValue.number(Quantity(millionths: -180_000_000))
    #expect(reading("picturePrice", of: ["picturePrice": minus]) == .absent(.unreadable))
    #expect(
      reading("fans30GrowthNum", of: ["fans30GrowthNum": minus])
        == .value(Quantity(millionths: -180_000_000)))
  }

  @Test func aHiddenQuoteIsNoQuote() {
    #expect(
      reading("picturePrice", of: ["picturePrice": two, "pictureShowState": .flag(false)])
        == .absent(.hidden))
    #expect(
      reading("picturePrice", of: ["picturePrice": two, "pictureShowState": .null])
        == .value(Quantity(millionths: 2_000_000)))
  }

  @Test(arguments: [
    (FieldValue.null, Reading.Absence.null), (.notSent, .notSent), (.unreadable, .unreadable),
    (.text("many"), .unreadable), (.list([]), .unreadable),
  ])
  func whatIsNoNumberIsAbsent(value: FieldValue, absence: Reading.Absence) {
    #expect(reading("clickMidNum", of: ["clickMidNum": value]) == .absent(absence))
  }
}

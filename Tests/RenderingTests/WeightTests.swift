import Model
import Testing

@testable import Rendering
@testable import Reporting

/// How heavy pages get: a page with its style sheet, without pictures.
struct WeightTests {
  let asOf = CalendarDay(daysSinceEpoch: 20_779)

  /// A registered KOL whose every number has a value that moves from day to day.
  func kol(_ index: Int, days: Int) throws -> KOLReport {
    let id = try #require(KOLID("kol\(index)0000000000000000"))
    func snapshot(daysAgo: Int) -> Snapshot {
      let values = FieldCatalog.builtIn.fields.map { field -> FieldValue in
        switch (field.key, field.type) {
        case ("userType", _): .number(Quantity(millionths: 2_000_000))
        case ("name", _): .text("一个不算短的达人名字 \(index)")
        // Quotes change a few times a year, everything else from day to day.
        case ("picturePrice", _), ("videoPrice", _), ("lowerPrice", _):
          .number(Quantity(millionths: Int64(1_000 + 100 * (index + daysAgo / 80)) * 1_000_000))
        case (_, .number):
          .number(Quantity(millionths: Int64((index + 7) * (900 + (daysAgo * 37) % 211)) * 1_370_000))
        case (_, .flag): .flag(true)
        case (_, .text): .text("一段文字")
        case (_, .list): .list([.string("标签一"), .string("标签二"), .string("标签三")])
        case (_, .object): .object([.init(key: "name", value: .string("机构"))])
        case (_, .unknown): .null
        }
      }
      return Snapshot(
        day: asOf.advanced(by: -daysAgo), fetchedAt: Timestamp(secondsSinceEpoch: 0), endpoint: .profileV1,
        environment: "global", profile: Profile(values: values, recordTime: nil))
    }
    let snapshots = (0..<days).reversed().map(snapshot)
    return ReportBuilder(asOf: asOf).kolReport(
      for: RosterEntry(id: id, groups: ["g\(index % 5)"], location: SourceLocation(file: "roster.yml")),
      history: History(
        kolID: id, days: snapshots.map(\.day), outcomes: snapshots.map { _ in .snapshot },
        readings: snapshots.flatMap(\.profile.chartedReadings), latest: snapshots.last))
  }

  private func site(_ kols: [KOLReport]) throws -> [String: Int] {
    let project = Project(
      settings: Settings(), roster: Roster(entries: kols.map(\.entry)), templates: [:], pages: [:],
      notes: [:],
      warnings: [])
    let design = try SiteDesign(
      project: project, theme: .builtIn, labels: [.zh: builtInLabels(.zh), .en: builtInLabels(.en)],
      generator: "kolsite",
      digest: { String($0.count, radix: 16) + "0000000000000000" })
    let rows = rows(kols, asOf: asOf)
    let report = Report(
      title: "KOL report", asOf: asOf, timeZone: "Asia/Shanghai", kols: rows,
      peers: ReportBuilder(asOf: asOf).peerStatistics(of: rows))
    var sizes: [String: Int] = [:]
    let site = Site(design, report: report) { id in kols.first { $0.entry.id == id } }
    for file in try site.pages.flatMap(site.render) {
      #expect(sizes.updateValue(file.bytes.count, forKey: file.path) == nil, "\(file.path) is written twice")
    }
    return sizes
  }

  @Test func anIndexOf200KOLsStaysUnder300KB() throws {
    let sizes = try site(try (0..<200).map { try kol($0, days: 90) })
    let css = try #require(sizes.first { $0.key.utf8.suffix(4).elementsEqual(".css".utf8) }?.value)
    for page in ["index.html", "en/index.html"] {
      let weight = try #require(sizes[page]) + css
      #expect(weight < 300_000, "\(page): \(weight)")
    }
  }

  @Test func aProfileWithAYearOfHistoryStaysUnder100KB() throws {
    let kols = try (0..<6).map { try kol($0, days: $0 == 0 ? 366 : 1) }
    let sizes = try site(kols)
    let css = try #require(sizes.first { $0.key.utf8.suffix(4).elementsEqual(".css".utf8) }?.value)
    for folder in ["", "en/"] {
      let weight = try #require(sizes["\(folder)kol/\(kols[0].entry.id)/index.html"]) + css
      #expect(weight < 100_000, "\(folder): \(weight)")
    }
  }
}

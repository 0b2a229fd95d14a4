import Model
import Testing

@testable import Rendering
@testable import Reporting

/// A site on which some KOLs' data are older than the report: every figure of theirs has its day beside it.
struct OlderDataTests {
  private let asOf = CalendarDay(daysSinceEpoch: 20_779)
  private let builder = ReportBuilder(asOf: CalendarDay(daysSinceEpoch: 20_779))

  /// The newest snapshot is two days old, and today's attempt failed.
  private var late: CalendarDay { asOf.advanced(by: -2) }
  /// The API's data are nine days older than each of its answers.
  private var delayed: CalendarDay { asOf.advanced(by: -9) }

  /// A KOL with numbers that no other has, forty days of them.
  private func kol(_ index: Int, daysOld: Int = 0, delay: Int = 0) throws -> KOLReport {
    let id = try #require(KOLID("kol\(index)0000000000000000"))
    func snapshot(_ day: CalendarDay) -> Snapshot {
      let move = Int64(40 + day.days(since: asOf)) * Int64(index + 3)
      let values = FieldCatalog.builtIn.fields.enumerated().map { place, field -> FieldValue in
        switch (field.key, field.type) {
        case ("userType", _): .number(Quantity(millionths: 2_000_000))
        case ("currentLevel", _), ("nextLevel", _): .number(Quantity(millionths: -1_000_000))
        case ("name", _): .text("KOL \(index)")
        case (_, .number):
          .number(
            Quantity(
              millionths: (Int64(index + 1) * 1_310_047 + Int64(place) * 7_013 + move * 11) * 1_000_000))
        default: .null
        }
      }
      return Snapshot(
        day: day, fetchedAt: Timestamp(secondsSinceEpoch: day.daysSinceEpoch * 86_400), endpoint: .profileV1,
        environment: "global",
        profile: Profile(values: values, recordTime: "\(day.advanced(by: -delay))T08:00:00"))
    }
    let snapshots = (daysOld..<40).reversed().map { snapshot(asOf.advanced(by: -$0)) }
    let failures = daysOld > 0 ? [asOf] : []
    return builder.kolReport(
      for: RosterEntry(id: id, groups: ["all"], location: SourceLocation(file: "roster.yml")),
      history: History(
        kolID: id, days: snapshots.map(\.day) + failures,
        outcomes: snapshots.map { _ in .snapshot } + failures.map { _ in .failed(.network) },
        readings: snapshots.flatMap(\.profile.chartedReadings), latest: snapshots.last,
        olderDays: delay == 0
          ? [:] : Dictionary(uniqueKeysWithValues: snapshots.map { ($0.day, $0.day.advanced(by: -delay)) })))
  }

  private func report(_ kols: [KOLReport], changes: [ChangeList] = [], baskets: [Basket]) -> Report {
    let kols = rows(kols, asOf: asOf)
    return Report(
      title: "KOL report", asOf: asOf, timeZone: "Asia/Shanghai", kols: kols, changes: changes,
      peers: builder.peerStatistics(of: kols), baskets: baskets.map { builder.report(of: $0, kols: kols) },
      origin: "abc")
  }

  private func site(_ kols: [KOLReport], changes: [ChangeList] = []) throws -> [String: String] {
    var settings = Settings()
    settings.baskets = [
      Basket(name: "Winter", group: "all", placements: .init(pictures: 1, videos: 1), exceptions: [:])
    ]
    let project = Project(
      settings: settings, roster: Roster(entries: kols.map(\.entry)), templates: [:], pages: [:], notes: [:],
      warnings: [])
    let design = try SiteDesign(
      project: project, theme: .builtIn, labels: [.zh: builtInLabels(.zh), .en: builtInLabels(.en)],
      generator: "kolsite", digest: { String($0.count, radix: 16) + "0000000000000000" })
    var files: [String: String] = [:]
    let site = Site(design, report: report(kols, changes: changes, baskets: settings.baskets)) { id in
      kols.first { $0.entry.id == id }
    }
    for file in try site.pages.flatMap(site.render) {
      files[file.path] = String(decoding: file.bytes, as: UTF8.self)
    }
    return files
  }

  /// Five KOLs of today, one that is late, one whose data the API delays, one that nobody has ever seen.
  private func kols() throws -> [KOLReport] {
    let never = RosterEntry(
      id: try #require(KOLID("never")), groups: ["all"], location: SourceLocation(file: "roster.yml"))
    return try (0..<5).map { try kol($0) } + [try kol(5, daysOld: 2), try kol(6, delay: 9)]
      + [builder.kolReport(for: never, history: History(unknown: never.id))]
  }

  /// The texts of a KOL's figures and of its followers over time that nothing else on the site is likely to be, each
  /// with the days that it is of.
  private func numbers(of kol: KOLReport, in language: Language) -> [String: Set<CalendarDay>] {
    let text = NumberText(language: language)
    var found: [String: Set<CalendarDay>] = [:]
    func add(_ value: Quantity, _ unit: Unit, _ day: CalendarDay) {
      for number in digits(in: "\(text.text(value, unit: unit)) \(value)") where number.utf8.count > 5 {
        found[number, default: []].insert(day)
      }
    }
    for figure in kol.figures {
      if let value = figure.reading.value, let day = figure.day { add(value, figure.metric.unit, day) }
    }
    for series in kol.series {
      for point in series.points {
        if let value = point.reading.value { add(value, series.metric.unit, series.dataDay(of: point.day)) }
      }
    }
    return found
  }

  /// The digits of a text's numbers, with what is between them.
  private func digits(in text: String) -> [String] {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let runs = text.utf8.split { !isDigit($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ".") }
    return runs.compactMap { run in
      guard let first = run.firstIndex(where: isDigit), let last = run.lastIndex(where: isDigit) else {
        return nil
      }
      return String(decoding: run[first...last], as: UTF8.self)
    }
  }

  /// What stands beside a number: its row, item, card, sentence or figure, the head of its column, and the note of its
  /// block.
  private func context(of element: MarkupTree) -> String {
    let near: Set<String> = ["tr", "li", "p", "figure"]
    var texts: [String] = []
    let path = [element] + element.ancestors
    // A drawing has its days on an axis; which is which, its table says.
    let folded = path.contains { $0.name == "svg" } ? "" : "details"
    if let nearest = path.first(where: {
      near.contains($0.name) || $0.style == "card" || $0.style == "facts"
    }) {
      texts.append(nearest.text(without: folded))
    }
    for element in path {
      if element.style == "table" || element.style.hasPrefix("roster"), let next = element.next,
        next.style == "source"
      {
        texts.append(next.text)
      }
      if element.name == "td", let row = element.parent, let table = row.parent?.parent,
        let place = row.children.firstIndex(where: { $0 === element }),
        let heads = table.children.first(where: { $0.name == "thead" })?.children.first?.children,
        heads.indices.contains(place)
      {
        texts.append(heads[place].text)
      }
      if element.name == "details", let summary = element.children.first { texts.append(summary.text) }
    }
    return texts.joined(separator: " ")
  }

  @Test(arguments: [Language.zh, .en])
  func everyFigureHasItsDayBesideIt(language: Language) throws {
    let kols = try kols()
    let files = try site(kols)
    var pages: Set<String> = []
    for kol in kols[5...6] {
      let others = Set(
        kols.filter { $0.entry.id != kol.entry.id }.flatMap { numbers(of: $0, in: language).keys })
      let own = numbers(of: kol, in: language).filter { !others.contains($0.key) }
      let newest = try #require(kol.snapshot?.dataDay)
      #expect(own.count > 100)
      for (path, text) in files where path.hasPrefix("en/") == (language == .en) {
        guard path.hasSuffix(".html") else { continue }
        for element in MarkupTree(text).all {
          for number in digits(in: element.texts.joined(separator: " ")) {
            // The beginning of a small line has no day, whoever's it is.
            guard let days = own[number], element.style != "chart chart-spark" || days.contains(newest) else {
              continue
            }
            pages.insert(path.replacing("en/", with: ""))
            let context = context(of: element)
            #expect(
              days.contains { context.contains($0.description) },
              "\(path): \(number) of \(days.sorted()) in <\(element.name)>: \(context.prefix(300))")
          }
        }
      }
    }
    #expect(
      pages.isSuperset(of: [
        "index.html", "compare/index.html", "group/all/index.html",
        "kol/\(kols[5].entry.id)/index.html", "kol/\(kols[6].entry.id)/index.html",
      ]), "\(pages.sorted())")
  }

  @Test func numbersOfSeveralKOLsSayHowManyAreOlder() throws {
    let kols = try kols()
    let files = try site(kols)
    for (path, note, count) in [
      ("index.html", "7 位中 2 位的数据取自 \(delayed)、\(late)", "数据已过期 · 1 · \(late)"),
      ("en/index.html", "2 of 7 with data of \(delayed), \(late)", "Out of date · 1 · \(late)"),
    ] {
      let page = MarkupTree(try #require(files[path]))
      let cards = page.all.filter { $0.style == "card" }
      #expect(!cards.isEmpty && cards.allSatisfy { $0.text.contains(note) })
      // The lines are of the four largest alone.
      let figures = page.all.filter { $0.name == "figure" }.map(\.text)
      #expect(figures.count > 3 && figures.count { $0.contains(note) } == figures.count - 1)
      #expect(figures.contains { $0.contains(note.replacing("7", with: "4")) })
      let badges = page.all.filter { $0.style == "badges" }.map(\.text).joined()
      #expect(badges.contains(count) && badges.contains(" · 1 · \(delayed)"))
      let fresh = try #require(
        files[path.replacing("index.html", with: "kol/\(kols[0].entry.id)/index.html")])
      #expect(fresh.contains(note))
      for name in ["group/all", "basket/winter"] {
        let page = MarkupTree(try #require(files[path.replacing("index.html", with: "\(name)/index.html")]))
        #expect(page.text.contains(note))
        // Sums of one KOL have the day in their row.
        let row = page.all.first { $0.name == "tr" && $0.text.contains("KOL 5") }
        #expect(try #require(row).text.contains("\(late)"))
      }
    }
  }

  @Test func filesForProgramsHaveTheDays() throws {
    let kols = try kols()
    let change = Change(kolID: kols[6].entry.id, name: "KOL 6", kind: .registered(true), dataDay: delayed)
    let files = try site(
      kols, changes: [ChangeList(from: asOf.advanced(by: -1), to: asOf, changes: [change], fetchedAt: nil)])
    let metrics = MetricCatalog.builtIn.metrics.count
    for (kol, day) in [(kols[5], late), (kols[6], delayed)] {
      let json = try #require(files["kol/\(kol.entry.id)/index.json"])
      let lines = json.split(separator: "\n").filter { $0.hasPrefix("{\"id\":") && $0.contains("\"source\"") }
      #expect(lines.count == metrics && lines.allSatisfy { $0.contains("\"day\":\"\(day)\"") })
      let growths = json.split(separator: "\n").filter { $0.contains("\"window\":") }
      #expect(!growths.isEmpty && growths.allSatisfy { $0.contains("ay\":\"\(day)\"") })
      for path in ["data/roster.zh.js", "data/roster.en.js"] {
        let row = try #require(files[path]).split(separator: "\n").first {
          $0.contains("\"\(kol.entry.id)\"")
        }
        #expect(try #require(row).contains("\(day)"))
      }
      let row = try #require(files["data/readings.csv"]).split(separator: "\r\n").first {
        $0.hasPrefix(kol.entry.id.text)
      }
      #expect(try #require(row).contains(",\(day),"))
    }
    let older = "\"older\":[{\"day\":\"\(delayed)\",\"n\":1},{\"day\":\"\(late)\",\"n\":1}]"
    let fresh = try #require(files["kol/\(kols[0].entry.id)/index.json"])
    #expect(fresh.ranges(of: older).count == fresh.ranges(of: "\"peers\":").count)
    for path in ["changes/index.html", "changes/feed.xml", "changes/feed.json"] {
      #expect(try #require(files[path]).contains("数据取自 \(delayed)"), "\(path)")
      #expect(try #require(files["en/\(path)"]).contains("Data of \(delayed)"), "\(path)")
    }
  }

  /// Nothing is added where nothing is older.
  @Test func aSiteOfTodayNamesNoOlderDays() throws {
    let files = try site(try (0..<6).map { try kol($0) })
    for (path, text) in files where !path.hasSuffix(".js") {
      #expect(!text.contains("数据取自") && !text.contains(/Data of|with data of/), "\(path)")
      #expect(!text.contains("\"older\"") && !text.contains("DataDay\""), "\(path)")
    }
  }
}

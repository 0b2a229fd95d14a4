import Markup
import Model

@testable import Rendering

/// What a block writes on a KOL's page.
func html<Block: ProfileBlock>(
  _ block: Block.Type, _ options: [String: String] = [:], of kol: KOLReport, in report: Report? = nil,
  siteRoot: String = "../../", note: Note? = nil, groups: [NamedPage] = [], wording: Wording
) throws -> String {
  let report =
    report
    ?? {
      let asOf = kol.snapshot?.day ?? CalendarDay(daysSinceEpoch: 0)
      return Report(title: "", asOf: asOf, timeZone: "", kols: rows([kol], asOf: asOf))
    }()
  let page = ProfilePage(
    kol: kol, report: report, siteRoot: siteRoot, rootPath: "../../", groups: groups, note: note)
  var output = PageOutput(charts: ChartFiles(style: [], isOn: false), id: "b1")
  try block.init(BlockOptions(options), wording: wording).write(page, to: &output)
  return String(decoding: output.html.bytes, as: UTF8.self)
}

/// What a block writes on a page of the roster.
func html<Block: OverviewBlock>(
  _ block: Block.Type, _ options: [String: String] = [:], of report: Report, groups: [NamedPage] = [],
  groupPlaces: [KOLID: [Int]] = [:], basket: BasketReport? = nil, wording: Wording,
  adapt: (inout KOLsBlock.Place) -> Void = { _ in }
) throws -> String {
  var place = KOLsBlock.Place(
    rootPath: "", dataPath: "data/roster.js", groups: groups, groupPlaces: groupPlaces,
    rosterCount: report.kols.count)
  adapt(&place)
  let page = OverviewPage(report: report, place: place, siteRoot: "", baskets: [], basket: basket) {
    "archive/\($0)/index.html"
  }
  var output = PageOutput(charts: ChartFiles(style: [], isOn: false), id: "b1")
  try block.init(BlockOptions(options), wording: wording).write(page, to: &output)
  return String(decoding: output.html.bytes, as: UTF8.self)
}

import Markup
import Model
import Templating

/// A part of a page that a template asks for with a fenced code block of its name.
///
/// It is made once for a template and a language, however many pages there are: `init` reads the options and prepares what
/// is the same on every page. ``BlockRegistry`` lists all of them.
protocol ReportBlock: Sendable {
  /// The name, and the options as they are checked and documented.
  static var kind: BlockKind { get }
  /// The script that a page with such a block needs: the name of its file in the theme's `assets/`, without `.js`.
  static var script: String? { get }

  /// - Throws: What is wrong with an option that came from a tag; the others have been checked by then.
  init(_ options: BlockOptions, wording: Wording) throws(BlockProblem)

  /// What the scripts need to know of each KOL; none for most blocks.
  var columns: [RosterColumn] { get }
}

extension ReportBlock {
  static var script: String? { nil }
  var columns: [RosterColumn] { [] }
}

/// A block of a page that is about the roster, or a part of it.
protocol OverviewBlock: ReportBlock {
  /// Of which metrics such a block shows lines over time, beside those of ``RosterLines/standard``.
  /// - Parameter longestRefresh: The most days that the roster lets the data of anyone grow old.
  static func lines(_ options: BlockOptions, longestRefresh: Int) throws(BlockProblem) -> RosterLines?

  func write(_ page: OverviewPage, to output: inout PageOutput)
}

extension OverviewBlock {
  static func lines(_ options: BlockOptions, longestRefresh: Int) throws(BlockProblem) -> RosterLines? { nil }
}

/// A block of a KOL's own page.
protocol ProfileBlock: ReportBlock {
  /// - Throws: What is wrong with something that a person wrote for the page.
  func write(_ page: ProfilePage, to output: inout PageOutput) throws(InvalidInput)
}

/// A page that is about the roster, or a part of it.
struct OverviewPage: Sendable {
  /// Of the KOLs that the page is about.
  let report: Report
  let place: KOLsBlock.Place
  /// From the page to the top of the site.
  let siteRoot: String
  /// In the order of the settings.
  let baskets: [NamedPage]
  /// What the page of a basket is about; nil on every other page.
  var basket: BasketReport?
  /// From the page to the index of the copy of a day.
  let addressOfCopy: @Sendable (CalendarDay) -> String
}

/// A KOL's page.
struct ProfilePage: Sendable {
  let kol: KOLReport
  /// Of the whole roster.
  let report: Report
  /// From the page to the top of the site.
  let siteRoot: String
  /// From the page to the folder of its language.
  let rootPath: String
  /// The pages of the KOL's groups.
  let groups: [NamedPage]
  /// In the language of the page; nil where there is none of the report's day or before.
  let note: Note?
}

/// What a page's blocks write into.
struct PageOutput: ~Copyable {
  var html = MarkupBuffer()
  /// The charts that lie beside the page.
  var charts: ChartFiles
  /// Of the block that is being written; unique on the page.
  var id = ""
}

/// A block whose options only turn out wrong with the data of a page in them.
struct BlockProblem: Error {
  let message: String
}

import Model
import Templating

/// All report blocks, by the pages on which they may stand: what checks templates, renders them and documents them.
enum BlockRegistry {
  static let profile = BlockSet(
    profile: [
      FactsBlock.self, MetricsBlock.self, LineChartBlock.self, NoteBlock.self, StandingBlock.self,
      EstimatesBlock.self, FieldsBlock.self,
    ])
  static let overview = BlockSet(
    overview: [
      CoverageBlock.self, TotalsBlock.self, MoversBlock.self, TrendsBlock.self, RanksBlock.self,
      DistributionBlock.self, ScatterBlock.self, BarChartBlock.self, GroupsBlock.self, KOLsBlock.self,
    ])
  static let basket = BlockSet(overview: [BasketBlock.self])
  static let compare = BlockSet(overview: [CompareBlock.self])
  static let changes = BlockSet(overview: [ChangesBlock.self])
  static let archive = BlockSet(overview: [ArchiveBlock.self])
  static let methodology = BlockSet(overview: [MethodologyBlock.self])

  /// The scripts that blocks need.
  static let scripts: Set<String> = [profile, overview, basket, compare, changes, archive, methodology]
    .reduce(into: []) { $0.formUnion($1.scripts) }

  /// The blocks that show metrics over time which their options name.
  static let kindsWithLines: Set<String> = [TrendsBlock.kind.name, RanksBlock.kind.name]

  /// The lines over time that the roster's table needs for some blocks.
  /// - Parameter longestRefresh: The most days that the roster lets the data of anyone grow old.
  static func lines(for blocks: [WrittenBlock], longestRefresh: Int) -> RosterLines {
    blocks.reduce(.standard) { lines, block in
      guard let type = overview.overviewTypes[block.kind] else { return lines }
      guard let options = block.options else { return lines.merging(type.unknownLines) }
      do throws(BlockProblem) {
        return try type.lines(BlockOptions(options), longestRefresh: longestRefresh).map(lines.merging)
          ?? lines
      } catch {
        // The template's checker tells what is wrong.
        return lines
      }
    }
  }
}

extension OverviewBlock {
  /// What a block may show whose options are not known before there is a page.
  fileprivate static var unknownLines: RosterLines {
    kind.options.contains { $0.name == "metric" && $0.isRequired } ? .all : .standard
  }
}

/// The blocks of one kind of page.
struct BlockSet: Sendable {
  /// In the order in which they are documented.
  let kinds: [BlockKind]
  let scripts: [String]
  /// By their names; empty for the blocks of a KOL's page.
  let overviewTypes: [String: any OverviewBlock.Type]
  private let makers: [String: Maker]

  private typealias Maker = @Sendable (BlockOptions, Wording) throws(BlockProblem) -> PreparedBlock.Writer

  init(overview types: [any OverviewBlock.Type]) {
    kinds = types.map { $0.kind }
    scripts = types.compactMap { $0.script }
    makers = Dictionary(types.map { ($0.kind.name, Self.maker($0)) }, uniquingKeysWith: { first, _ in first })
    overviewTypes = Dictionary(types.map { ($0.kind.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  init(profile types: [any ProfileBlock.Type]) {
    kinds = types.map { $0.kind }
    scripts = types.compactMap { $0.script }
    makers = Dictionary(types.map { ($0.kind.name, Self.maker($0)) }, uniquingKeysWith: { first, _ in first })
    overviewTypes = [:]
  }

  /// Makes the block that a template asks for.
  /// - Throws: `InvalidInput` with the place of the block.
  func block(_ call: BlockCall, wording: Wording) throws -> PreparedBlock {
    do throws(BlockProblem) {
      guard let make = makers[call.kind] else {
        throw BlockProblem(message: "this page has no “\(call.kind)” blocks")
      }
      let writer = try make(BlockOptions(call.options), wording)
      try check(call)
      return PreparedBlock(writer)
    } catch {
      throw InvalidInput([Diagnostic(.error, error.message, at: call.location)])
    }
  }

  /// What is written out was checked with the template; what came from a tag is known only now.
  private func check(_ call: BlockCall) throws(BlockProblem) {
    guard let kind = kinds.first(where: { $0.name == call.kind }) else { return }
    for option in kind.options {
      guard let value = call.options[option.name], !option.values.allow(value) else { continue }
      throw BlockProblem(message: "“\(value)” is not a value of `\(option.name)`")
    }
  }

  private static func maker<Block: OverviewBlock>(_ type: Block.Type) -> Maker {
    { (options, wording) throws(BlockProblem) in .overview(try type.init(options, wording: wording)) }
  }

  private static func maker<Block: ProfileBlock>(_ type: Block.Type) -> Maker {
    { (options, wording) throws(BlockProblem) in .profile(try type.init(options, wording: wording)) }
  }
}

/// A block of a template, ready for any page.
struct PreparedBlock: Sendable {
  let writer: Writer
  /// See ``ReportBlock/script``.
  let script: String?

  enum Writer: Sendable {
    case overview(any OverviewBlock)
    case profile(any ProfileBlock)

    fileprivate var block: any ReportBlock {
      switch self {
      case .overview(let block): block
      case .profile(let block): block
      }
    }
  }

  init(_ writer: Writer) {
    self.writer = writer
    script = type(of: writer.block).script
  }

  /// See ``ReportBlock/columns``.
  var columns: [RosterColumn] { writer.block.columns }
}

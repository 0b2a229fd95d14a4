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
}

/// The blocks of one kind of page.
struct BlockSet: Sendable {
  /// In the order in which they are documented.
  let kinds: [BlockKind]
  let scripts: [String]
  private let makers: [String: Maker]

  private typealias Maker = @Sendable (BlockOptions, Wording) throws(BlockProblem) -> PreparedBlock.Writer

  init(overview types: [any OverviewBlock.Type]) {
    kinds = types.map { $0.kind }
    scripts = types.compactMap { $0.script }
    makers = Dictionary(types.map { ($0.kind.name, Self.maker($0)) }, uniquingKeysWith: { first, _ in first })
  }

  init(profile types: [any ProfileBlock.Type]) {
    kinds = types.map { $0.kind }
    scripts = types.compactMap { $0.script }
    makers = Dictionary(types.map { ($0.kind.name, Self.maker($0)) }, uniquingKeysWith: { first, _ in first })
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
      return PreparedBlock(kind: call.kind, writer: writer)
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
  let kind: String
  let writer: Writer

  enum Writer: Sendable {
    case overview(any OverviewBlock)
    case profile(any ProfileBlock)
  }

  /// See ``ReportBlock/columns``.
  var columns: [RosterColumn] { block.columns }

  /// See ``ReportBlock/script``.
  var script: String? { type(of: block).script }

  private var block: any ReportBlock {
    switch writer {
    case .overview(let block): block
    case .profile(let block): block
    }
  }
}

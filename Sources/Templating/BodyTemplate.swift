public import CommonMark
public import Markup
public import Model
import Synchronization

/// A body that is parsed once for each set of its sections, whatever values its pages have.
///
/// `Block` is what a report block becomes before there is a page: made once where its options have no tags in them.
public final class BodyTemplate<Block: Sendable>: Sendable {
  private let tree: TemplateTree
  private let path: String
  private let kinds: Set<String>
  private let limits: MarkdownLimits
  private let prepare: @Sendable (BlockCall) throws -> Block
  private let shapes = Mutex<[[Int]: ShapePlace]>([:])

  /// The template with some of its sections.
  private struct Shape: Sendable {
    let skeleton: Skeleton
    /// In the order of the skeleton's; nil for one that depends on a page's values.
    let blocks: [Block?]
    /// The same where none does.
    let ready: [Block]?
  }

  /// Where a shape is or will be: who needs one that another is making waits for it. Making it is the work of several pages.
  private final class ShapePlace: Sendable {
    let shape = Mutex<Shape?>(nil)
  }

  /// More than any theme needs: where every page has sections of its own, all are made anew from time to time.
  private static var mostShapes: Int { 512 }

  init(
    _ tree: TemplateTree, path: String, kinds: [BlockKind], limits: MarkdownLimits,
    prepare: @escaping @Sendable (BlockCall) throws -> Block
  ) {
    self.tree = tree
    self.path = path
    self.kinds = Set(kinds.map(\.name))
    self.limits = limits
    self.prepare = prepare
  }

  /// Puts the values of a page in.
  /// - Throws: `InvalidInput` where the Markdown is refused, and what a block's making throws.
  public func filled(with context: TemplateValue) throws -> FilledBody<Block> {
    let filling = try TemplateFilling(tree, of: path, with: context)
    let shape = try shape(filling.repetitions)
    let values = BodyValues(filling.values)
    let blocks =
      try shape.ready
      ?? zip(shape.skeleton.parts.blocks, shape.blocks).map { block, prepared in
        try prepared ?? prepare(values.call(block))
      }
    return FilledBody(skeleton: shape.skeleton, values: values, blocks: blocks)
  }

  private func shape(_ repetitions: [Int]) throws -> Shape {
    let place = shapes.withLock { shapes in
      if let known = shapes[repetitions] { return known }
      if shapes.count >= Self.mostShapes { shapes = [:] }
      let place = ShapePlace()
      shapes[repetitions] = place
      return place
    }
    return try place.shape.withLock { shape in
      if let shape { return shape }
      let made = try make(repetitions)
      shape = made
      return made
    }
  }

  private func make(_ repetitions: [Int]) throws -> Shape {
    let skeleton: Skeleton
    do throws(MarkdownError) {
      skeleton = try Skeleton(markdown: tree.text(repetitions), path: path, kinds: kinds, limits: limits)
    } catch {
      throw InvalidInput([error.diagnostic(inTextOf: path)])
    }
    let blocks = try skeleton.parts.blocks.map { block in
      block.hasValues ? nil : try prepare(BodyValues([]).call(block))
    }
    let ready = blocks.compactMap { $0 }
    return Shape(skeleton: skeleton, blocks: blocks, ready: ready.count == blocks.count ? ready : nil)
  }
}

/// A body with the values of one page, ready to be written.
public struct FilledBody<Block: Sendable>: Sendable {
  let skeleton: Skeleton
  let values: BodyValues
  /// The report blocks, in the order of the page.
  public let blocks: [Block]

  /// Writes the body: values as text, as checked addresses and as options of report blocks.
  ///
  /// A link whose whole address is not safe loses the link and keeps its text.
  /// - Parameter block: Writes a report block; the number is its place among ``blocks``. What it throws is thrown.
  public func write(
    to page: inout MarkupBuffer, block: (Block, Int, inout MarkupBuffer) throws -> Void
  ) rethrows {
    let parts = skeleton.parts
    let start = page.count
    var written = 0
    var lostLinks: Set<Int> = []
    for (offset, hole) in skeleton.holes {
      page.append(trusted: skeleton.bytes[written..<offset])
      written = offset
      switch hole {
      case .text(let number): values.append(number, to: &page)
      case .block(let place):
        try block(blocks[place], place, &page)
        page.endLine(since: start)
      case .code(let place):
        values.append(parts.codes[place], to: &page)
        page.endLine(since: start)
      case .link(let place):
        if !values.appendStart(of: parts.links[place], to: &page) { lostLinks.insert(place) }
      case .linkEnd(let place):
        if !lostLinks.contains(place) { page.appendLiteral("</a>") }
      case .image(let place): values.appendImage(parts.images[place], to: &page)
      }
    }
    page.append(trusted: skeleton.bytes[written...])
  }
}

extension MarkupBuffer {
  /// Ends a line that was begun since the page had so many bytes.
  fileprivate mutating func endLine(since start: Int) {
    if count > start, last != UInt8(ascii: "\n") { appendLiteral("\n") }
  }
}

extension TemplateSet {
  /// A body by its file name.
  ///
  /// - Parameters:
  ///   - blocks: The kinds of report blocks; other fenced code stays code.
  ///   - limits: For the Markdown with its sections repeated; the values in it do not count.
  ///   - prepare: Makes a report block. What it throws, filling the body throws.
  /// - Throws: Where there is no such template.
  public func body<Block>(
    _ name: String, blocks: [BlockKind], limits: MarkdownLimits = MarkdownLimits(),
    prepare: @escaping @Sendable (BlockCall) throws -> Block
  ) throws(InvalidInput) -> BodyTemplate<Block> {
    let (tree, path) = try tree(of: name, .markdown)
    return BodyTemplate(tree, path: path, kinds: blocks, limits: limits, prepare: prepare)
  }
}

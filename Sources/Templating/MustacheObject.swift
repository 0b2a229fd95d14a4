import Markup
import Mustache

// How Mustache sees a value. Whatever it writes of one is a placeholder, so none of its own escapes
// matter, and it never looks into a value by reflection.

/// The values that one rendering has met; placeholders hold indices into it.
///
/// So the text that Mustache writes and libcmark parses has nothing of a value, not even its length.
final class ValueStore {
  private var values: [TemplateValue] = []

  /// Keeps a value; returns the letters that stand for it.
  func placeholder(for value: TemplateValue) -> String {
    values.append(value)
    return Placeholder(.value, String(values.count - 1)).encoded
  }

  /// The value that a placeholder stands for; ``TemplateValue/missing`` where it is not of this rendering.
  func value(of placeholder: Placeholder) -> TemplateValue {
    guard placeholder.kind == .value, let index = Int(placeholder.text), values.indices.contains(index) else {
      return .missing
    }
    return values[index]
  }
}

/// Wraps a value for Mustache.
///
/// A flag is a plain `Bool`, because Mustache opens a section for it without changing what names mean.
func mustacheObject(_ value: TemplateValue, storing store: ValueStore) -> Any {
  switch value {
  case .flag(let isSet): isSet
  case .list(let elements): MustacheList(elements: elements, store: store)
  default: MustacheNode(value: value, store: store)
  }
}

private struct MustacheNode: MustacheParent, MustacheCustomRenderable {
  let value: TemplateValue
  let store: ValueStore

  func child(named name: String) -> Any? {
    guard case .record(let children) = value, let child = children[name] else { return nil }
    return mustacheObject(child, storing: store)
  }

  /// Even a missing value writes a placeholder, so that the Markdown around it does not depend on it.
  var renderText: String { store.placeholder(for: value) }

  var isNull: Bool {
    switch value {
    case .text(let text): cleanText(text).utf8.isEmpty
    case .url(let url): url == nil
    case .html(let html): html.bytes.isEmpty
    case .flag(let isSet): !isSet
    case .list(let elements): elements.isEmpty
    case .record: false
    case .missing: true
    }
  }
}

private struct MustacheList: MustacheSequence, MustacheParent, MustacheCustomRenderable {
  let elements: [TemplateValue]
  let store: ValueStore

  func makeIterator() -> AnyIterator<Any> {
    var rest = elements[...]
    return AnyIterator { rest.popFirst().map { mustacheObject($0, storing: store) } }
  }

  func child(named name: String) -> Any? { nil }
  var renderText: String { store.placeholder(for: .missing) }
  var isNull: Bool { elements.isEmpty }
}

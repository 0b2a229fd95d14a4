import Model

/// Checks that each value of a frame stands where its kind is safe.
///
/// A text is escaped for the inside of an element and of a quoted attribute. It would not be safe as an
/// unquoted attribute, as code, or as an address, which could be `javascript:`.
struct FrameChecker {
  /// Attributes that browsers read as an address.
  private static let addressAttributes: Set<String> = [
    "action", "background", "cite", "data", "formaction", "href", "manifest", "poster", "src", "xlink:href",
  ]
  /// Attributes with several addresses: a space or a comma in a text would begin another one.
  private static let addressListAttributes: Set<String> = ["imagesrcset", "ping", "srcset"]

  /// Why a value of a kind must not stand at a place; nil where it may.
  static func fault(
    of shape: TemplateShape, named name: String, at place: FramePlace
  ) -> (message: String, hint: String)? {
    switch (place, shape) {
    case (.text, _):
      return nil
    case (.rawText("script"), .html), (.rawText("style"), .html):
      // What is in these two is the frame's own matter: `FrameSafety` looks at all of it.
      return nil
    case (.textAlone(let element), .html):
      return (
        "`\(name)` is finished markup and must not stand inside `<\(element)>`",
        "put it into an element of text, such as <main>"
      )
    case (.textAlone, _):
      return nil
    case (.rawText(let element), _):
      return ("`\(name)` must not stand inside `<\(element)>`", "put it into an attribute or an element")
    case (.comment, _):
      return ("`\(name)` must not stand inside an HTML comment", "use a Mustache comment, `{{! … }}`")
    case (.tag, _):
      return (
        "`\(name)` stands in an HTML tag without quotes",
        "put it between double quotes, as the value of an attribute"
      )
    case (.attribute, .html):
      return ("`\(name)` is finished markup and must not stand in an attribute", "use it between tags")
    case (.attribute(let attribute, let isPath), _):
      return fault(of: shape, named: name, in: attribute, isPath: isPath)
    }
  }

  private static func fault(
    of shape: TemplateShape, named name: String, in attribute: String, isPath: Bool
  ) -> (message: String, hint: String)? {
    if attribute == "style" || attribute == "srcdoc" || attribute.utf8.starts(with: "on".utf8) {
      return (
        "`\(name)` must not stand in the attribute `\(attribute)`", "use a class or a `data-` attribute"
      )
    }
    if shape == .url { return nil }
    let isUnsafe =
      addressListAttributes.contains(attribute) || (addressAttributes.contains(attribute) && !isPath)
    guard isUnsafe else { return nil }
    return (
      "`\(name)` is a text and must not begin the address in `\(attribute)`",
      "use a name that stands for an address"
    )
  }
}

public import Markup

/// What a template's names stand for. No value is ever read as Mustache, Markdown or HTML.
///
/// In a section, ``missing``, an empty text, an empty list, a nil address and a false flag count as absent.
public enum TemplateValue: Sendable, Hashable {
  /// Text, shown exactly so, cleaned and on one line.
  case text(String)
  /// Finished markup, written as it is; only frames may use it.
  case html(HTML)
  /// A checked address; nil where there is none.
  case url(SafeURL?)
  /// A condition for sections; it is never written.
  case flag(Bool)
  /// A section shows its content once for each element.
  case list([TemplateValue])
  /// Names for a section or a dotted path.
  case record([String: TemplateValue])
  /// A name that is right but has nothing to show. It hides an equal name further out.
  case missing
}

/// Which names a template may use and how: what a context will look like, known before there is data.
public indirect enum TemplateShape: Sendable, Hashable {
  case text
  case url
  case html
  case flag
  case list(of: TemplateShape)
  case record([String: TemplateShape])
}

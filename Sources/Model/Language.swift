/// A language that pages are written in.
public enum Language: String, Sendable, Hashable, CaseIterable {
  case zh
  case en

  /// The BCP 47 tag for `lang` attributes.
  public var tag: String {
    switch self {
    case .zh: "zh-Hans"
    case .en: "en"
    }
  }

  /// The language's own name, as a language switch shows it.
  public var ownName: String {
    switch self {
    case .zh: "中文"
    case .en: "English"
    }
  }
}

/// A text in every language.
public struct Localized: Sendable, Hashable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  public subscript(language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

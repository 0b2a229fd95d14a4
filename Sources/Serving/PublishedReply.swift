import Model

/// A reply that was published as an example, served as it is.
struct PublishedReply: Sendable {
  let id: String
  let description: Localized
  let body: [UInt8]

  static let all = [
    PublishedReply(
      id: "60f2bf8200000000010096d8",
      description: Localized(
        zh: "公开示例：未入驻蒲公英，信封最简",
        en: "Published example: not registered, the shortest envelope"),
      body: PackageResources.profile_legacy_seed_json),
    PublishedReply(
      id: "a00000000000000000000001",
      description: Localized(zh: "公开示例：已入驻蒲公英", en: "Published example: registered"),
      body: PackageResources.profile_legacy_registered_json),
    PublishedReply(
      id: "a00000000000000000000002",
      description: Localized(zh: "公开示例：未入驻蒲公英", en: "Published example: not registered"),
      body: PackageResources.profile_legacy_unregistered_json),
  ]
}

/// The fields in which changes from one day to another are looked for, by their places in the field catalogue.
public enum ComparedFields {
  /// The prices: each metric with its fields, of which the first with a value counts.
  public static let prices: [(metricID: String, fields: [Int])] = MetricCatalog.builtIn.metrics
    .filter { $0.group == .pricing }
    .map { (metricID: $0.id, fields: places(of: $0)) }
    .filter { !$0.fields.isEmpty }

  /// The followers, by which the tier is told. The first with a value counts.
  public static let followers: [Int] = MetricCatalog.builtIn.metric("followers").map(places) ?? []

  /// The fields that describe a KOL and have a meaning that is known; their pictures' addresses change every day.
  public static let described: [Int] = FieldCatalog.builtIn.fields.indices.filter { place in
    let field = FieldCatalog.builtIn.fields[place]
    let groups: [Field.Group] = [.identity, .tags, .state, .cooperation]
    return field.isPublished && field.label != nil && groups.contains(field.group)
      && !["userId", "headPhoto", "userType"].contains(field.key)
      // The numbers behind most codes are the platform's own affair; the level is what a brand asks for.
      && (field.type != .number || field.key == "currentLevel")
  }

  /// The keys of all of them and of what says whether their values count; a snapshot that is compared needs no others.
  public static let keys: [String] = Set(keysBesideFollowers + keys(followers)).sorted()

  /// The same without the followers, which change every day: where all of these are the same on two days, nothing but
  /// the tier and the growth can have changed.
  public static let keysBesideFollowers: [String] =
    Set(
      keys(prices.flatMap(\.fields) + described) + ["name", "userType", "pictureShowState", "videoShowState"]
    )
    .subtracting(keys(followers)).sorted()

  private static func keys(_ places: [Int]) -> [String] { places.map { FieldCatalog.builtIn.fields[$0].key } }

  private static func places(of metric: Metric) -> [Int] {
    guard case .platform(let keys) = metric.origin else { return [] }
    return keys.compactMap { FieldCatalog.builtIn.index(of: $0) }
  }
}

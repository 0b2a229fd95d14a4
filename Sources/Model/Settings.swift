/// `Content/site.yml`.
public struct Settings: Sendable, Hashable {
  /// The site's title.
  public var title: String
  /// At least one; the first is at the top of the site.
  public var languages: [Language]
  /// An IANA time zone; decides which day an instant belongs to.
  public var timeZone: String
  public var api: API
  public var publish: Publish
  public var archive: Archive
  public var tiers: TierBounds
  /// No two share a name.
  public var baskets: [Basket]
  public var avatars: Avatars
  /// Whether each chart is also a file that a reader can download.
  public var chartFiles: Bool
  public var brand: Brand
  /// From where the layout may load something, such as `https://cdn.example.com`: scheme and host, and maybe a port.
  public var allowedOrigins: [String] = []

  public struct API: Sendable, Hashable {
    public var environment: Environment
    public var endpoint: Endpoint
    /// Whether an answer from the API's cache will do; nil leaves the parameter out.
    public var acceptCache: Bool?
    /// Seconds to wait for one answer; at least 60 except for a loopback address.
    public var timeoutSeconds: Int
    /// Requests under way at once; at least 1.
    public var concurrency: Int
    /// Requests started a second in the long run; at least 1.
    public var requestsPerSecond: Int
    /// Requests that may start at once after a quiet time, as a token bucket holds them; at least 1.
    public var burst: Int
    /// A ceiling of requests for one run; nil for none.
    public var maxCalls: Int?

    public init(
      environment: Environment = .global, endpoint: Endpoint = .profileV1, acceptCache: Bool? = nil,
      timeoutSeconds: Int = 60, concurrency: Int = 3, requestsPerSecond: Int = 2,
      burst: Int = 1, maxCalls: Int? = nil
    ) {
      self.environment = environment
      self.endpoint = endpoint
      self.acceptCache = acceptCache
      self.timeoutSeconds = timeoutSeconds
      self.concurrency = concurrency
      self.requestsPerSecond = requestsPerSecond
      self.burst = burst
      self.maxCalls = maxCalls
    }
  }

  /// Where the API is.
  public enum Environment: Sendable, Hashable {
    /// `https://api.justoneapi.com`.
    case global
    /// The mainland address: plain http on an IP address, so the token crosses the network in clear.
    case cn
    /// An address of the project's own.
    case custom(BaseURL)
    /// The sandbox in this process; the address is its own.
    case sandbox(BaseURL)

    public var baseURL: BaseURL {
      switch self {
      case .global: .global
      case .cn: .cn
      case .custom(let url), .sandbox(let url): url
      }
    }

    /// The name that is recorded with each reply.
    public var name: String {
      switch self {
      case .global: "global"
      case .cn: "cn"
      case .custom: "custom"
      case .sandbox: "sandbox"
      }
    }
  }

  public struct Publish: Sendable, Hashable {
    /// The share of KOLs, 0 to 1, that must have a snapshot at all for a site to be published.
    public var minimumCoverage: Quantity
    /// How a site takes the place of the one before; nil for whichever suits the folder.
    public var mode: Mode?

    public enum Mode: String, Sendable, Hashable, CaseIterable {
      /// The whole folder in one step.
      case exchange
      /// File by file.
      case inPlace
    }

    public init(minimumCoverage: Quantity = Quantity(millionths: 500_000), mode: Mode? = nil) {
      self.minimumCoverage = minimumCoverage
      self.mode = mode
    }
  }

  public struct Archive: Sendable, Hashable {
    /// Which days have a copy of the site of their own, below `archive/`.
    public var sites: Sites

    public enum Sites: String, Sendable, Hashable, CaseIterable {
      case none
      /// Every archived day.
      case all
      /// The last archived day of each month that is over.
      case monthEnds = "month-ends"
      /// The pinned days.
      case pins
    }

    public init(sites: Sites = .none) {
      self.sites = sites
    }
  }

  /// What stands for a KOL beside the name.
  public enum Avatars: String, Sendable, Hashable, CaseIterable {
    /// A copy of the picture that the profile names, made when it is fetched; the first letter where there is none.
    case mirror
    /// The first letter of the name. No picture is asked for.
    case initials
  }

  public init(
    title: String = "KOL report", languages: [Language] = [.zh, .en],
    timeZone: String = "Asia/Shanghai", api: API = API(), publish: Publish = Publish(),
    archive: Archive = Archive(), tiers: TierBounds = .standard,
    baskets: [Basket] = [], avatars: Avatars = .mirror, chartFiles: Bool = true,
    brand: Brand = Brand()
  ) {
    self.title = title
    self.languages = languages
    self.timeZone = timeZone
    self.api = api
    self.publish = publish
    self.archive = archive
    self.tiers = tiers
    self.baskets = baskets
    self.avatars = avatars
    self.chartFiles = chartFiles
    self.brand = brand
  }
}

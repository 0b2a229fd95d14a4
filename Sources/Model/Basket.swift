/// What a team plans to book: a group of the roster with placements for each of its KOLs.
public struct Basket: Sendable, Hashable {
  public let name: String
  /// A group of the roster.
  public let group: String
  /// For each KOL of the group that ``exceptions`` does not name.
  public let placements: Placements
  public let exceptions: [KOLID: Placements]

  public init(name: String, group: String, placements: Placements, exceptions: [KOLID: Placements]) {
    self.name = name
    self.group = group
    self.placements = placements
    self.exceptions = exceptions
  }

  /// How many notes are booked of a KOL.
  public struct Placements: Sendable, Hashable {
    /// 0 to 1,000 each.
    public let pictures: Int
    public let videos: Int

    public init(pictures: Int, videos: Int) {
      self.pictures = pictures
      self.videos = videos
    }
  }
}

/// What a basket costs and reaches, with the newest quotes and medians.
public struct BasketReport: Sendable {
  public let basket: Basket
  /// In the order of the roster; KOLs without a placement are none of it.
  public let lines: [Line]
  public let total: Sum

  public init(basket: Basket, lines: [Line], total: Sum) {
    self.basket = basket
    self.lines = lines
    self.total = total
  }

  /// One KOL.
  public struct Line: Sendable {
    public let kol: RosterRow
    public let placements: Basket.Placements
    /// Placements times quotes, in yuan.
    public let cost: Reading
    /// Placements times median reads, of all daily notes for pictures, of videos for videos.
    public let reads: Reading
    /// Placements times median interactions.
    public let interactions: Reading
    /// Placements times median exposure.
    public let exposure: Reading
    /// The blended cost per interaction of the basket without this KOL.
    public let cpeWithout: Amount

    public init(
      kol: RosterRow, placements: Basket.Placements, cost: Reading, reads: Reading, interactions: Reading,
      exposure: Reading, cpeWithout: Amount
    ) {
      self.kol = kol
      self.placements = placements
      self.cost = cost
      self.reads = reads
      self.interactions = interactions
      self.exposure = exposure
      self.cpeWithout = cpeWithout
    }
  }

  /// Lines added up: each amount with the number of KOLs in it, each blend over those alone that have both of its amounts.
  public struct Sum: Sendable, Hashable {
    public let cost: Amount
    public let reads: Amount
    public let interactions: Amount
    /// Yuan per 1,000 exposures.
    public let cpm: Amount
    /// Yuan per interaction.
    public let cpe: Amount
    /// Yuan per read.
    public let costPerRead: Amount

    public init(
      cost: Amount, reads: Amount, interactions: Amount, cpm: Amount, cpe: Amount, costPerRead: Amount
    ) {
      self.cost = cost
      self.reads = reads
      self.interactions = interactions
      self.cpm = cpm
      self.cpe = cpe
      self.costPerRead = costPerRead
    }
  }

  /// A number with how many KOLs are in it; nil where nobody is.
  public struct Amount: Sendable, Hashable {
    public let value: Quantity?
    public let count: Int

    public init(value: Quantity?, count: Int) {
      self.value = value
      self.count = count
    }
  }
}

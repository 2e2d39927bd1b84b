/// How scores were matched with labels, so that whoever reads an evaluation can do it again.
public struct JudgingSettings: Codable, Sendable, Equatable {
  /// The table of scores, and the labelled catalog.
  public var scores, catalog: String
  /// The catalog's columns, where they were named.
  public var raColumn, decColumn, classColumn: String?
  /// The largest separation of a label and its source, in arcseconds.
  public var radius: Double
  /// Labels of sources fainter than this magnitude were left out; nil keeps all.
  public var brighterThan: Double?
  /// The edges of the magnitude bins, ascending.
  public var bins: [Double]

  public init(
    scores: String, catalog: String, raColumn: String? = nil, decColumn: String? = nil,
    classColumn: String? = nil, radius: Double, brighterThan: Double? = nil, bins: [Double]
  ) {
    (self.scores, self.catalog) = (scores, catalog)
    (self.raColumn, self.decColumn, self.classColumn) = (raColumn, decColumn, classColumn)
    (self.radius, self.brighterThan, self.bins) = (radius, brighterThan, bins)
  }

  enum CodingKeys: String, CodingKey {
    case scores, catalog, radius, bins
    case raColumn = "ra_column"
    case decColumn = "dec_column"
    case classColumn = "class_column"
    case brighterThan = "brighter_than"
  }
}

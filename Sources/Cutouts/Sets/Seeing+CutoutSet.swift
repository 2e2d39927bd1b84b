public import Ranks
public import Sources
public import Tensors

extension Seeing {
  /// What the cutouts of a set tell of the nights they were taken in.
  public init(of set: CutoutSet, workers: Workers = .all) throws {
    try self.init(
      of: SourceCutouts(of: set), pixelScale: set.pixelScale, reference: set.referenceBand,
      workers: workers)
  }
}

extension CompactnessScores {
  /// The scores of a set's cutouts.
  ///
  /// - Parameters:
  ///   - seeing: the set's, where it was measured already.
  ///   - ranks: each measures some fields.
  public init(of set: CutoutSet, knowing seeing: Seeing?, workers: Workers, ranks: Ranks) throws {
    guard ranks.areSeveral else {
      try self.init(of: seeing ?? Seeing(of: set, workers: workers), workers: workers)
      return
    }
    try self.init(
      measuring: SourceCutouts(of: set), pixelScale: set.pixelScale, reference: set.referenceBand,
      workers: workers, ranks: ranks)
  }
}

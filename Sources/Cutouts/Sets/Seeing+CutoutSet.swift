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

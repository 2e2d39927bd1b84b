public import Sources

extension SourceCutouts {
  /// The cutouts of a set, its filled-in pixels marked as missing again.
  ///
  /// A set stores missing pixels as 0; a measured pixel of exactly 0 is as good as never seen.
  public init(of set: CutoutSet) {
    self.init(
      bands: set.bands, size: set.size, fields: set.records.map(\.field),
      noise: set.records.map(\.noise), offsets: set.records.map(\.offsets)
    ) { index in
      let pixels = set.cutout(index)
      guard set.records[index].edgeFraction > 0 else { return pixels }
      return pixels.map { $0 == 0 ? .nan : $0 }
    }
  }
}

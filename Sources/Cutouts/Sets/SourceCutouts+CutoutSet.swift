public import Sources

extension SourceCutouts {
  /// The cutouts of a set, its filled-in pixels marked as missing again.
  public init(of set: CutoutSet) {
    self.init(
      bands: set.bands, size: set.size, fields: set.records.map(\.field),
      noise: set.records.map(\.noise), offsets: set.records.map(\.offsets),
      places: set.records.map { SIMD2($0.x, $0.y) }
    ) { index in
      let pixels = set.cutout(index)
      guard set.records[index].edgeFraction > 0 else { return pixels }
      let missing = set.missingPixels(of: index)
      return pixels.map { missing.contains($0) ? .nan : $0 }
    }
  }
}

internal import FITS

extension CutoutSet {
  /// The magnitude of a source in every band, from its FLUX as MAG is; NaN where there is no light or
  /// where the set does not tell the band's zero point.
  public func magnitudes(of index: Int) -> [Float] {
    let flux = records[index].flux
    guard let zeroPoints = zeroPoints(of: index) else { return flux.map { _ in .nan } }
    return zip(flux, zeroPoints).map {
      CutoutRecord.magnitude(flux: Double($0), zeroPoint: $1)
    }
  }
}

extension CutoutSet.Part {
  /// The zero points that a shard tells, one a band. Sets made before they were told have that of
  /// nanomaggies where these are their unit; nil where nothing is known.
  static func zeroPoints(in header: Header, bands: Int) -> [Double]? {
    let told = (0..<bands).compactMap { header.double(CutoutShard.Key.zeroPoint(ofBand: $0)) }
    if told.count == bands, told.allSatisfy(\.isFinite) { return told }
    guard told.isEmpty, header.string("BUNIT") == "nanomaggy" else { return nil }
    return [Double](repeating: 22.5, count: bands)
  }
}

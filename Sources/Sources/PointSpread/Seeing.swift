public import Tensors

/// The circumstances a cutout set was taken in, found on its own pixels: how wide each field's point
/// spread is in every band, and the sky around every source.
///
/// What a star looks like is learnt on the field's stellar ridge, without labels.
public struct Seeing: Sendable {
  let survey: CompactnessSurvey
  /// What the first pass found on every source.
  let shapes: [CompactnessSurvey.Shape]
  /// The point spread of every field, in the order of the survey's groups, and band.
  let spreads: [[VaryingPointSpread]]
  /// The place in `spreads` of every source's field.
  private let fields: [Int]

  /// - Parameters:
  ///   - sources: the sources' fields, noise and offsets, and how to read their cutouts.
  ///   - pixelScale: arcseconds per pixel.
  ///   - reference: the band that single-band scores use; the stack adds its neighbours.
  public init(
    of sources: SourceCutouts, pixelScale: Double, reference: String, workers: Workers = .all
  ) throws {
    survey = try CompactnessSurvey(sources, pixelScale: pixelScale, reference: reference)
    shapes = try survey.measureShapes(workers: workers)
    spreads = try survey.pointSpreads(of: shapes, workers: workers)
    var fields = [Int](repeating: 0, count: sources.fields.count)
    for (number, group) in survey.groups.enumerated() {
      for member in group.members { fields[member] = number }
    }
    self.fields = fields
  }

  /// The widths of the point spread where a source lies, band by band: the full width at half maximum
  /// in pixels.
  public func widths(of source: Int) -> [Float] {
    let place = survey.place(of: source)
    return spreads[fields[source]].map { Float($0.width(at: place)) }
  }

  /// The bands summed for the compactness u: the reference band and its neighbours.
  public static func stackBands(of bands: [String], reference: String) -> [String] {
    guard let index = CompactnessSurvey.index(of: reference, among: bands) else { return [] }
    return CompactnessSurvey.stack(of: bands, around: index).map { bands[$0] }
  }

  /// The level of the sky around a source, band by band, in survey units.
  public func sky(of source: Int) -> [Float] { shapes[source].findings.sky }
}

public import Tensors

/// The circumstances a cutout set was taken in, found on its own pixels: how wide each field's point
/// spread is in every band, and the sky around every source.
///
/// What a star looks like is learnt on the field's stellar ridge, without labels.
public struct Seeing: Sendable {
  /// The level of the sky around every source, band by band, in survey units.
  let sky: [[Float]]
  /// The full width at half maximum of every field's point spread, band by band, in pixels.
  private let widths: [[Float]]
  /// The place in `widths` of every source's field.
  private let fields: [Int]

  public init(of set: CutoutSet, workers: Workers = .all) throws {
    let survey = try CompactnessSurvey(
      SourceCutouts(of: set), pixelScale: set.pixelScale, reference: set.referenceBand)
    let shapes = try survey.measureShapes(workers: workers)
    sky = shapes.map(\.sky)
    widths = try survey.pointSpreads(of: shapes, workers: workers).map { spreads in
      spreads.map { Float($0.width) }
    }
    var fields = [Int](repeating: 0, count: set.count)
    for (number, group) in survey.groups.enumerated() {
      for member in group.members { fields[member] = number }
    }
    self.fields = fields
  }

  /// The widths of the point spread of a source's field, band by band.
  public func widths(of source: Int) -> [Float] { widths[fields[source]] }
}

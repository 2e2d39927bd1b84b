public import Sky
public import Tensors

/// The sources of a cutout set as they would look without noise, seen through the very stretch of the noisy ones:
/// what the reconstructions of simulated sources are measured by. Nothing learns from it.
public struct NoiseFreeTwins: Dataset {
  private let seen: StretchedCutouts
  private let twins: CutoutSet
  /// Where every source's twin lies.
  private let places: [Int]

  /// - Parameters:
  ///   - seen: the noisy sources.
  ///   - twins: cutouts of noise-free frames at the same places, by field and ID.
  public init(of seen: StretchedCutouts, in twins: CutoutSet) throws(SurveyError) {
    let set = seen.cutouts
    guard seen.stretch.kind != .peak else {
      throw SurveyError(
        "cannot see \(twins.folder) as \(set.folder) is seen: the stretch peak scales every image by its own "
          + "pixels; use a model of --stretch matched, asinh or linear")
    }
    guard twins.bands == set.bands, twins.size == set.size else {
      throw SurveyError(
        "cannot hold \(set.folder) against \(twins.folder): their cutouts have \(set.size) and \(twins.size) pixels "
          + "a side in \(set.bands.joined(separator: ",")) and \(twins.bands.joined(separator: ",")); cut the "
          + "noise-free frames out as the noisy ones, with --catalog codes.fits")
    }
    struct Identity: Hashable { let field, id: String }
    let known = Dictionary(
      twins.records.enumerated().map { (Identity(field: $1.field, id: $1.id), $0) }
    ) { first, _ in first }
    var places: [Int] = []
    for record in set.records {
      guard let place = known[Identity(field: record.field, id: record.id)],
        twins.records[place].x == record.x, twins.records[place].y == record.y
      else {
        throw SurveyError(
          "cannot hold \(set.folder) against \(twins.folder): there is no cutout of source \(record.id) of field "
            + "\(record.field) at the same pixels in the second; cut the noise-free frames out with --catalog, the "
            + "table of codes of the first")
      }
      places.append(place)
    }
    (self.seen, self.twins, self.places) = (seen, twins, places)
  }

  public var count: Int { seen.count }
  public var imageShape: [Int] { seen.imageShape }
  public func identifier(of index: Int) -> String { seen.identifier(of: index) }

  public func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    let stride = imageShape.reduce(1, *)
    precondition(batch.count == stride * indices.count, "room for \(indices.count) images")
    for (slot, index) in indices.enumerated() {
      let image = UnsafeMutableBufferPointer(
        rebasing: batch[slot * stride..<(slot + 1) * stride])
      seen.fill(image, with: index, from: twins, at: places[index])
    }
  }
}

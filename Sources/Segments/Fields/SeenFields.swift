package import Cutouts
package import FITS
package import Frames
internal import Sky
package import Surveys
package import Tensors

/// The fields of some frames, read one at a time as a model sees them.
package struct SeenFields: Sendable {
  package let files: [FieldFiles]
  package let stretch: Stretch?
  /// The band whose pixels everything is laid on: r, else the middle one.
  package let reference: String
  /// Planes that are left out though a user may not expect it.
  package let remarks: [String]
  private let workers: Workers
  private let decoder: TileDecoder?

  /// - Parameters:
  ///   - frames: files or folders, in any order.
  ///   - model: named in errors.
  ///   - reference: nil: r, else the middle one of the model's bands.
  package init(
    _ frames: [String], stretch: Stretch, of model: String, reference: String? = nil,
    surveys: SurveyLibrary? = nil, workers: Workers, decoder: TileDecoder? = TileDecoder()
  ) throws {
    try stretch.requireFrames(of: model)
    try self.init(
      frames, bands: stretch.bands, stretch: stretch, reference: reference, surveys: surveys,
      workers: workers, decoder: decoder)
  }

  /// The fields as they are, for what sees no stretched pixels.
  ///
  /// - Parameter bands: nil: all that there are.
  package init(
    _ frames: [String], bands: [String]? = nil, stretch: Stretch? = nil, reference: String? = nil,
    surveys: SurveyLibrary? = nil, workers: Workers, decoder: TileDecoder? = TileDecoder()
  ) throws {
    let bands = try bands ?? FrameInventory.bands(of: frames, surveys: surveys)
    let band = reference ?? (bands.contains("r") ? "r" : bands[bands.count / 2])
    guard bands.contains(band) else {
      throw SurveyError(
        "cannot lay the bands on band \(band): the bands are \(bands.joined(separator: ",")); choose "
          + "one of them")
    }
    let inventory = try FrameInventory(frames, bands: BandSet(bands), surveys: surveys)
    files = try inventory.fields(bands: bands, reference: band)
    guard Set(files.map(\.id)).count == files.count, !files.isEmpty else {
      throw SurveyError("the frames are of no field, or of two fields of one name; give others")
    }
    remarks = inventory.unused(in: files, bands: bands).filter(\.isSurprising).map {
      "left out \($0.name): \($0.reason)"
    }
    (self.stretch, self.reference, self.workers, self.decoder) = (stretch, band, workers, decoder)
  }

  /// Reads a field.
  package func image(_ index: Int) throws -> FieldImage {
    let field = try Field(reading: files[index], workers: workers, decoder: decoder)
    return try FieldImage(field, stretch: stretch, reference: reference)
  }
}

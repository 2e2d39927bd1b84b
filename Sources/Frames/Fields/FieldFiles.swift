/// The planes of one field, one image for every band, in the order of the bands.
public struct FieldFiles: Sendable, Equatable {
  /// "003918-3-0213"
  public let id: String
  public let planes: [BandPlanes]

  public var bands: [String] { planes.map(\.band) }
  /// `paths[b]` holds the image of `bands[b]`.
  public var paths: [String] { planes.map(\.image.path) }

  init(id: String, planes: [BandPlanes]) {
    self.id = id
    self.planes = planes
  }

  /// Sorts frames into fields, by their names or by their places on the sky; a folder stands for
  /// the frames in it.
  ///
  /// SDSS names tell band and field. Otherwise band, uncertainties and masks are told by headers
  /// or patterns, and a field is what shares a name but for the band; where names do not work out,
  /// what overlaps on the sky. Frames of bands that are not asked for are left aside. The fields
  /// come sorted by their names, so that the order of the arguments decides nothing.
  ///
  /// - Parameter reference: the band that fields are built around where the sky must tell.
  public static func grouping(
    _ paths: [String], bands: [String], patterns: [String: String] = [:], reference: String? = nil
  ) throws -> [FieldFiles] {
    let inventory = try FrameInventory(paths, bands: BandSet(bands, patterns: patterns))
    return try inventory.fields(bands: bands, reference: reference ?? bands[0])
  }
}

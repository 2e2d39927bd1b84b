package import Frames
package import Surveys
internal import FITS
internal import Foundation
internal import Planes
internal import Sky
internal import Sources
internal import Tensors

/// What the frames of a folder are, before any is cut: headers tell most of it, the pixels of one frame the rest.
package struct FirstLook: Sendable {
  /// The fields that are there in every band.
  package let fields: [FieldFiles]
  /// What is wrong with others, which are left out.
  package let problems: [String]
  /// The bands in which most frames are used.
  package let bands: [String]
  /// The band in which sources are measured.
  package let reference: String
  /// Whose files they are, by name, in alphabetical order.
  package let surveys: [String]
  /// Files of the folder without an image.
  package let imageless: [String]

  /// The field whose frame of the reference band was looked at.
  package let example: String
  /// In arcseconds.
  package let pixelScale: Double
  /// The full width at half maximum of a point, in pixels; nil where too few sources tell.
  package let width: Double?
  /// How many sources were found in that one band.
  package let sources: Int
  /// Whether its light is brought to nanomaggies.
  package let isCalibrated: Bool

  /// The side of cutouts, in pixels: 64, with which everything was measured, unless the point spread asks for one that
  /// is more than a step of eight from it.
  package var size: Int {
    guard let width else { return 64 }
    let advised = CutoutSize.advised(width: width)
    return abs(advised - 64) <= 8 ? 64 : advised
  }

  /// Looks at a folder of frames.
  ///
  /// - Parameter surveys: whose files they may be; nil: of all that are known.
  package init(at folder: String, surveys library: SurveyLibrary? = nil) throws {
    let inventory = try FrameInventory(
      [folder], bands: BandSet(), surveys: library, keepGoing: true)
    let choice = try Self.choice(of: inventory, in: folder)
    guard let first = choice.fields.first,
      let planes = first.planes.first(where: { $0.band == choice.reference })
    else {
      throw SurveyError(
        "no field in \(folder) is there in all its bands: \(choice.problems.first ?? "none was found"); "
          + "`galaxy-aep ingest \(folder) --explain` tells what each file is taken for")
    }
    (fields, problems, bands) = (choice.fields, choice.problems, choice.bands)
    (reference, imageless) = (choice.reference, inventory.imageless)
    let images = Set(choice.fields.flatMap { $0.planes.map(\.image) })
    surveys = Set(
      inventory.planes.filter { images.contains($0.address) }.map(\.survey.name)
    ).sorted()

    let frame = try Frame(reading: planes, field: first.id, decoder: TileDecoder())
    let found = try SourceDetector().detect(
      in: frame.plane, background: frame.background,
      name: "band \(planes.band) of field \(first.id)", workers: .all)
    (example, sources) = (first.id, found.count)
    (pixelScale, isCalibrated) = (frame.wcs.pixelScale, frame.isCalibrated)
    width = PointWidth.of(found.map { ($0.flux, $0.halfLightRadius, $0.flags) })
  }

  private typealias Choice = (
    fields: [FieldFiles], problems: [String], bands: [String], reference: String
  )

  /// The bands, less the rarest ones, with which most frames are used.
  private static func choice(of inventory: FrameInventory, in folder: String) throws -> Choice {
    var images: [String: Int] = [:]
    for plane in inventory.planes where plane.role == .image {
      images[plane.band ?? "", default: 0] += 1
    }
    var bands = inventory.bands
    var best: Choice = ([], inventory.unreadable.map { "\($0.path): \($0.reason)" }, bands, "")
    while !bands.isEmpty {
      let reference = FrameInventory.reference(among: bands)
      var problems = inventory.unreadable.map { "\($0.path): \($0.reason)" }
      let fields = try inventory.fields(bands: bands, reference: reference) {
        problems.append("\($0): \($1)")
      }
      if best.reference.isEmpty || fields.count * bands.count > best.fields.count * best.bands.count
      {
        best = (fields, problems, bands, reference)
      }
      let rarest = bands.min { (images[$0] ?? 0) < (images[$1] ?? 0) }
      guard problems.count > inventory.unreadable.count, let rarest else { break }
      bands.removeAll { $0 == rarest }
    }
    guard !best.reference.isEmpty else {
      throw SurveyError(
        "no file in \(folder) holds light; `galaxy-aep ingest \(folder) --explain` tells what each is "
          + "taken for")
    }
    return best
  }
}

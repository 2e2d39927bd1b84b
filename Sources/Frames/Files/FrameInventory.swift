internal import FITS
internal import Foundation
internal import Sky

/// All planes that some files and folders offer.
public struct FrameInventory: Sendable {
  /// A file that cannot be read, and why.
  public typealias Unreadable = (path: String, reason: String)

  /// Images, uncertainties and masks.
  let planes: [FoundPlane]
  /// The tables that calibrate raw SDSS fields, by field.
  let calibrations: [String: String]
  /// How many files were given.
  let fileCount: Int
  /// Files left out; empty unless broken files are tolerated.
  public let unreadable: [Unreadable]

  /// - Parameters:
  ///   - bands: without names any band is taken.
  ///   - keepGoing: files that cannot be read are left out and listed.
  public init(_ paths: [String], bands: BandSet, keepGoing: Bool = false) throws {
    let paths = try paths.flatMap(Self.files(at:))
    guard !paths.isEmpty else {
      throw SurveyError(
        "no frames were given; name FITS files, one a band such as "
          + "frame-r-003918-3-0213.fits.bz2, or with all bands in one file")
    }
    var planes: [FoundPlane] = []
    var calibrations: [String: String] = [:]
    var unreadable: [Unreadable] = []
    for path in Set(paths).sorted() {
      if let field = FieldCalibration.field(path) {
        calibrations[field] = path
        continue
      }
      if bands.patterns.isEmpty, let name = SurveyFileName.parse(path) {
        planes.append(
          FoundPlane(
            address: PlaneAddress(path: path), role: .image, band: name.band, key: name.field))
        continue
      }
      do {
        planes += try Self.planes(of: path, bands)
      } catch  where keepGoing && !(error is SurveyError) {
        unreadable.append((path, "\(error)"))
      }
    }
    self.planes = planes
    self.calibrations = calibrations
    self.unreadable = unreadable
    fileCount = paths.count
  }

  /// The bands of the images, by wavelength where that is known.
  public var bands: [String] {
    let found = Set(planes.filter { $0.role == .image }.compactMap(\.band))
    let usual = NameTokens.usualBands.filter(found.contains)
    return usual + found.subtracting(usual).sorted()
  }

  /// The bands that files offer: u, g, r, i, z for SDSS frames.
  public static func bands(of files: [String], keepGoing: Bool = false) throws -> [String] {
    let paths = try files.flatMap(Self.files(at:)).filter { FieldCalibration.field($0) == nil }
    if !paths.isEmpty, paths.allSatisfy({ SurveyFileName.parse($0) != nil }) {
      return SurveyFileName.bands
    }
    let bands = try FrameInventory(files, bands: BandSet(), keepGoing: keepGoing).bands
    guard !bands.isEmpty else {
      throw SurveyError(
        "cannot tell the bands of the \(paths.count) files given; name them with --bands, as names "
          + "(g,r,z) or patterns (g=*_g.fits,r=*_r.fits)")
    }
    return bands
  }

  private static func planes(of path: String, _ bands: BandSet) throws -> [FoundPlane] {
    let given = try bands.band(of: path)
    let names = bands.names.isEmpty ? nil : bands.names
    if !bands.patterns.isEmpty, given == nil, NameTokens(FilePlanes.stem(path)).role == nil {
      // Neither a band's file nor a companion: left aside, as an unwanted band is.
      return []
    }
    let found = try FilePlanes(of: FITSFile(reading: path), bands: names, given: given)
    let images = found.planes.filter { $0.role == .image }
    guard !found.planes.isEmpty else {
      throw SurveyError(
        "\(path) holds no image of two axes nor a cube of known bands; give the survey's frames, "
          + "or name the bands with --bands")
    }
    if !images.isEmpty, images.allSatisfy({ $0.band == nil }), found.unknownFilter == nil {
      throw SurveyError(
        "cannot tell the band of \(path): its header has no FILTER or BAND and its name does not "
          + "say it; give patterns such as --bands g=*_g.fits,r=*_r.fits")
    }
    return found.planes.filter { $0.role != .image || $0.band != nil }
  }

  /// The file itself, or the FITS files in a folder.
  package static func files(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SurveyError("cannot find \(path); check the name")
    }
    guard isFolder.boolValue else { return [path] }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let surveys = names.filter { SurveyFileName.parse($0) != nil }
    let frames =
      surveys.isEmpty
      ? names.filter(FilePlanes.isNamedLikeFITS)
      : surveys + names.filter { FieldCalibration.field($0) != nil }
    guard !frames.isEmpty else {
      throw SurveyError(
        "the folder \(path) holds no FITS files (.fits, .fit or .fts, also .gz, .bz2 or .fz); "
          + "name another folder or the files themselves")
    }
    return frames.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }
}

internal import FITS
internal import Files
internal import Foundation
internal import Sky
public import Surveys

/// All planes that some files and folders offer.
public struct FrameInventory: Sendable {
  /// A file that cannot be read, and why.
  public typealias Unreadable = (path: String, reason: String)

  /// Images, uncertainties, masks, and what is no light.
  package let planes: [FoundPlane]
  /// The tables that calibrate raw SDSS fields, by field.
  let calibrations: [String: String]
  /// How many files were given.
  let fileCount: Int
  /// Files left out; empty unless broken files are tolerated.
  public let unreadable: [Unreadable]
  /// Files that hold no image.
  package let imageless: [String]
  /// Files of other surveys in a folder of SDSS frames.
  let aside: [String]

  /// - Parameters:
  ///   - bands: without names any band is taken.
  ///   - surveys: whose files they may be.
  ///   - keepGoing: files that cannot be read are left out and listed.
  public init(
    _ paths: [String], bands: BandSet, surveys: SurveyLibrary? = nil, keepGoing: Bool = false
  ) throws {
    let surveys = try surveys ?? SurveyLibrary()
    aside = paths.flatMap { Self.strangers(in: $0, surveys) }
    let paths = try paths.flatMap(Self.files(at:))
    guard !paths.isEmpty else {
      throw SurveyError(
        "no frames were given; name FITS files, one a band such as "
          + "frame-r-003918-3-0213.fits.bz2, or with all bands in one file")
    }
    var planes: [FoundPlane] = []
    var calibrations: [String: String] = [:]
    var unreadable: [Unreadable] = []
    var imageless: [String] = []
    for path in Set(paths).sorted() {
      if let field = FieldCalibration.field(path) {
        calibrations[field] = path
        continue
      }
      if bands.patterns.isEmpty, let plane = Self.plane(namedBy: path, surveys) {
        planes.append(plane)
        continue
      }
      do {
        let found = try Self.planes(of: path, bands, surveys)
        if found.planes.isEmpty, !found.isOfAnotherBand { imageless.append(path) }
        planes += found.planes
      } catch  where keepGoing && !(error is SurveyError) {
        unreadable.append((path, "\(error)"))
      }
    }
    FileRoles.settle(&planes)
    try Self.leaveOutBandless(&planes)
    self.planes = planes
    self.calibrations = calibrations
    self.unreadable = unreadable
    self.imageless = imageless
    fileCount = paths.count
  }

  /// The bands of the images, by wavelength where that is known.
  public var bands: [String] {
    let found = Set(planes.filter { $0.role == .image }.compactMap(\.band))
    let usual = NameTokens.usualBands.filter(found.contains)
    return usual + found.subtracting(usual).sorted()
  }

  /// The band in which sources are measured where nobody says which: r, else the middle one.
  package static func reference(among bands: [String]) -> String {
    bands.contains("r") || bands.isEmpty ? "r" : bands[bands.count / 2]
  }

  /// The bands that files offer: u, g, r, i, z for SDSS frames.
  public static func bands(
    of files: [String], surveys: SurveyLibrary? = nil, keepGoing: Bool = false
  ) throws -> [String] {
    let paths = try files.flatMap(Self.files(at:)).filter { FieldCalibration.field($0) == nil }
    if !paths.isEmpty, paths.allSatisfy({ SurveyFileName.parse($0) != nil }) {
      return SurveyFileName.bands
    }
    let inventory = try FrameInventory(
      files, bands: BandSet(), surveys: surveys, keepGoing: keepGoing)
    try inventory.requireLight()
    let bands = inventory.bands
    guard !bands.isEmpty else {
      throw SurveyError(
        "cannot tell the bands of the \(paths.count) files given; name them with --bands, as names "
          + "(g,r,z) or patterns (g=*_g.fits,r=*_r.fits)")
    }
    return bands
  }

  /// The one plane of a file whose name says all.
  private static func plane(namedBy path: String, _ surveys: SurveyLibrary) -> FoundPlane? {
    let stem = FITSFileName.stem(of: path)
    guard let survey = surveys.survey(named: stem), let told = survey.reading(stem: stem) else {
      return nil
    }
    return FoundPlane(
      address: PlaneAddress(path: path), role: told.role, band: told.band, key: told.field ?? stem,
      survey: survey, rule: told.rule)
  }

  private static func planes(
    of path: String, _ bands: BandSet, _ surveys: SurveyLibrary
  ) throws -> (planes: [FoundPlane], isOfAnotherBand: Bool) {
    let given = try bands.band(of: path)
    let names = bands.names.isEmpty ? nil : bands.names
    let found = try FilePlanes(
      of: FITSFile(reading: path), bands: names, given: given, surveys: surveys)
    if !bands.patterns.isEmpty, given == nil {
      // Neither a band's file nor a companion: left aside, as an unwanted band is.
      return (found.planes.filter { $0.role != .image || $0.words?.role != nil }, false)
    }
    // An image of a band that was not asked for is left aside.
    let planes = found.planes.filter {
      $0.role != .image || $0.band != nil || found.unknownFilter == nil
    }
    return (planes, !found.planes.isEmpty)
  }

  /// An image of no known band is left out; where all are, that is an error.
  private static func leaveOutBandless(_ planes: inout [FoundPlane]) throws(SurveyError) {
    let bandless = planes.indices.filter { planes[$0].role == .image && planes[$0].band == nil }
    guard let first = bandless.first else { return }
    guard planes.contains(where: { $0.role == .image && $0.band != nil }) else {
      throw SurveyError(
        "cannot tell the band of \(planes[first].address.path): its header has no FILTER or BAND and "
          + "its name does not say it; give patterns such as --bands g=*_g.fits,r=*_r.fits")
    }
    for index in bandless {
      planes[index].leaveOut(because: "neither its header nor its name tells a band")
    }
  }

  /// Refuses files of which none holds light.
  func requireLight() throws(SurveyError) {
    guard !planes.contains(where: { $0.role == .image }), unreadable.isEmpty, calibrations.isEmpty
    else { return }
    if let first = planes.first {
      throw SurveyError(
        "none of the \(fileCount) files given holds light; \(first.address) is "
          + "\(first.role.name) (\(first.rule)); see what each is taken for with --explain, and describe "
          + "them in a survey file of your own (--survey)")
    }
    throw SurveyError(
      "\(imageless.first ?? "what was given") holds no image of two axes nor a cube of known bands; give the "
        + "survey's frames, or name the bands with --bands")
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
      ? names.filter(FITSFileName.isOne)
      : surveys + names.filter { FieldCalibration.field($0) != nil }
    guard !frames.isEmpty else {
      let folders = names.filter { name in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
          && isFolder.boolValue
      }
      let inside = folders.isEmpty ? "" : ", or the folders in it (\(path)/*)"
      throw SurveyError(
        "the folder \(path) holds no FITS files (.fits, .fit or .fts, also .gz, .bz2 or .fz); "
          + "name another folder or the files themselves\(inside)")
    }
    return frames.map { FileName.path(of: $0, in: path) }
  }

  /// The files of other surveys in a folder that is taken for one of SDSS frames.
  private static func strangers(in folder: String, _ surveys: SurveyLibrary) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []
    guard names.contains(where: { SurveyFileName.parse($0) != nil }) else { return [] }
    let others = names.filter { name in
      FITSFileName.isOne(name) && SurveyFileName.parse(name) == nil
        && surveys.survey(named: FITSFileName.stem(of: name)) != nil
    }
    return others.map { FileName.path(of: $0, in: folder) }
  }
}

internal import Foundation

/// The files of one field, one for every band, in the order of the bands.
public struct FieldFiles: Sendable, Equatable {
  /// "003918-3-0213"
  public let id: String
  public let bands: [String]
  /// `paths[b]` is the frame of `bands[b]`.
  public let paths: [String]

  /// Sorts frames into fields by their names; a folder stands for the frames in it.
  ///
  /// Frames of bands that are not asked for are left aside. The fields come sorted by their
  /// names, so that the order of the arguments decides nothing.
  public static func grouping(_ paths: [String], bands: [String]) throws -> [FieldFiles] {
    let paths = try paths.flatMap(frames(at:))
    guard !paths.isEmpty else {
      throw SurveyError(
        "no frames were given; name SDSS frames, one file a band, such as "
          + "frame-r-003918-3-0213.fits.bz2")
    }
    var fields: [String: [String: String]] = [:]
    for path in paths {
      guard let name = FrameName(path) else {
        throw SurveyError(
          "cannot tell band and field of \(path) from its name; name frames "
            + "frame-BAND-RUN-CAMCOL-FIELD.fits (or .fits.bz2, .fits.gz), "
            + "such as frame-r-003918-3-0213.fits.bz2")
      }
      guard bands.contains(name.band) else { continue }
      if let other = fields[name.fieldID]?[name.band] {
        throw SurveyError(
          "field \(name.fieldID) has two frames of band \(name.band): \(other) and \(path); "
            + "give only one of them")
      }
      fields[name.fieldID, default: [:]][name.band] = path
    }
    guard !fields.isEmpty else {
      throw SurveyError(
        "none of the \(paths.count) frames given is of band \(bands.joined(separator: ", ")); "
          + "give frames of these bands or choose others with --bands")
    }
    return try fields.sorted { $0.key < $1.key }.map { id, frames in
      try FieldFiles(id: id, bands: bands, frames: frames)
    }
  }

  private init(id: String, bands: [String], frames: [String: String]) throws(SurveyError) {
    let missing = bands.filter { frames[$0] == nil }
    guard missing.isEmpty else {
      let present = bands.filter { frames[$0] != nil }.joined(separator: ",")
      let names = missing.map { "frame-\($0)-\(id).fits" }.joined(separator: " and ")
      throw SurveyError(
        "field \(id) has no frame of band \(missing.joined(separator: ", ")); "
          + "add \(names), or leave the band out with --bands \(present)")
    }
    self.id = id
    self.bands = bands
    paths = bands.compactMap { frames[$0] }
  }

  private static func frames(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SurveyError("cannot find \(path); check the name")
    }
    guard isFolder.boolValue else { return [path] }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let frames = names.filter { FrameName($0) != nil }
    guard !frames.isEmpty else {
      throw SurveyError(
        "the folder \(path) holds no SDSS frames (frame-BAND-RUN-CAMCOL-FIELD.fits[.bz2|.gz]); "
          + "name another folder or the files themselves")
    }
    return frames.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
  }
}

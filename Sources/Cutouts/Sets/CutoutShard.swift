internal import FITS
internal import Files
internal import Foundation
internal import Sky

/// The name and the header of one file of a cutout set.
package struct CutoutShard {
  package static func fileName(_ index: Int) -> String {
    let digits = String(index)
    return "cutouts-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).fits"
  }

  /// The number in "cutouts-00042.fits"; nil for other names.
  package static func index(ofFileName name: String) -> Int? {
    guard let match = name.wholeMatch(of: /cutouts-([0-9]{5,9})\.fits/) else { return nil }
    return Int(match.1)  // of digits
  }

  package static func path(_ index: Int, in folder: String) -> String {
    FileName.path(of: fileName(index), in: folder)
  }

  /// Makes a folder for a set; another set that is in the way is only removed on request. Files of the same run, which
  /// was stopped, stay until they are written anew.
  ///
  /// - Parameters:
  ///   - run: the fingerprint of what is about to be written.
  ///   - work: what is about to be done, for the error.
  package static func clear(
    _ folder: String, replacing: Bool, for run: String, before work: String
  ) throws {
    try Folder.create(folder)
    AtomicFile.removeLeftovers(in: folder)
    let old = try Folder.names(in: folder).filter {
      index(ofFileName: $0) != nil && Self.run(of: "\(folder)/\($0)") != run
    }
    guard old.isEmpty || replacing else {
      throw SurveyError(
        "cannot \(work) into \(folder): it holds another cutout set; choose another folder or add "
          + "--replace")
    }
    for name in old { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
  }

  /// The fingerprint of the run that wrote a file; nil where it tells none.
  private static func run(of path: String) -> String? {
    guard let file = try? FITSFile(reading: path) else { return nil }
    return (try? file.header(of: 0))?.string(Key.run)
  }

  /// The image of inverse variances, of the same shape as the pixels, where a shard has one.
  package static let inverseVariance = "INVVAR"

  /// The keywords a shard describes itself with.
  package enum Key {
    package static let bands = "BANDS"
    package static let reference = "REFBAND"
    package static let pixelScale = "PIXSCALE"
    package static let field = "FIELD"
    package static let part = "PART"
    package static let parts = "NPARTS"
    package static let run = "RUNHASH"
    package static let found = "NFOUND"
    package static let kept = "NKEPT"
    package static let droppedEdge = "NDROPEDG"
    package static let droppedMissing = "NDROPNAN"
    package static let duplicates = "NDUPL"
    package static let artificial = "NARTIF"
    package static let injected = "NINJECT"
    package static let fill = "FILLVAL"

    /// - Parameter band: its place among the bands, from 0.
    package static func seeing(ofBand band: Int) -> String { "SEEING\(band + 1)" }

    /// - Parameter band: its place among the bands, from 0.
    package static func zeroPoint(ofBand band: Int) -> String { "ZEROPT\(band + 1)" }
    package static func isCalibrated(band: Int) -> String { "CALIB\(band + 1)" }
  }
}

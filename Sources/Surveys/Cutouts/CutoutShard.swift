internal import FITS
internal import Files
internal import Foundation

/// The name and the header of one file of a cutout set.
struct CutoutShard {
  static func fileName(_ index: Int) -> String {
    let digits = String(index)
    return "cutouts-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits).fits"
  }

  /// The number in "cutouts-00042.fits"; nil for other names.
  static func index(ofFileName name: String) -> Int? {
    guard let match = name.wholeMatch(of: /cutouts-([0-9]{5,9})\.fits/) else { return nil }
    return Int(match.1)
  }

  static func path(_ index: Int, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + fileName(index) : "\(folder)/\(fileName(index))"
  }

  /// Makes a folder for a set; another set that is in the way is only removed on request.
  ///
  /// - Parameter work: what is about to be done, for the error.
  static func clear(_ folder: String, replacing: Bool, before work: String) throws {
    try Folder.create(folder)
    let old = try Folder.names(in: folder).filter { index(ofFileName: $0) != nil }
    guard old.isEmpty || replacing else {
      throw SurveyError(
        "cannot \(work) into \(folder): it holds another cutout set; choose another folder or add "
          + "--replace")
    }
    for name in old { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
  }

  /// The image of inverse variances, of the same shape as the pixels, where a shard has one.
  static let inverseVariance = "INVVAR"

  /// The keywords a shard describes itself with.
  enum Key {
    static let bands = "BANDS"
    static let reference = "REFBAND"
    static let pixelScale = "PIXSCALE"
    static let field = "FIELD"
    static let part = "PART"
    static let parts = "NPARTS"
    static let run = "RUNHASH"
    static let found = "NFOUND"
    static let kept = "NKEPT"
    static let droppedEdge = "NDROPEDG"
    static let droppedMissing = "NDROPNAN"
    static let duplicates = "NDUPL"
    static let artificial = "NARTIF"
    static let fill = "FILLVAL"
  }
}

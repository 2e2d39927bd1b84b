public import Files
internal import Foundation
internal import Sky
internal import Tensors

/// Digits made into frames of a sky of their own: canvases on which several overlap, each a FITS image of one band
/// with made-up world coordinates, so that everything that is done with fields is done with them.
///
/// What is in every pixel goes to a folder of its own: a label map for every canvas, with the numbers of the digits
/// and a table of them.
public struct CanvasIngestion: Sendable {
  public var out: String
  /// The folder of the label maps.
  public var labels: String
  public var count: Int
  public var seed: UInt64
  public var replacing: Bool
  public var provenance: Provenance
  /// Pixels on a side of a canvas.
  public static let side = 128
  package static let band = "grey"

  public init(
    out: String, labels: String, count: Int, seed: UInt64, replacing: Bool, provenance: Provenance
  ) {
    (self.out, self.labels, self.count, self.seed) = (out, labels, count, seed)
    (self.replacing, self.provenance) = (replacing, provenance)
  }

  /// - Returns: how many digits were laid.
  public func run(files: [String]) throws -> Int {
    guard let images = try files.first(where: { !$0.contains("idx1") }).map(DigitImages.init),
      let values = try files.first(where: { $0.contains("idx1") }).map(DigitLabels.init)?.values,
      files.count == 2, images.count == values.count
    else {
      throw SurveyError(
        "cannot make canvases of \(files.joined(separator: ", ")): give one IDX file of images and the one of "
          + "their labels")
    }
    guard images.size <= Self.side, values.allSatisfy({ $0 < 10 }) else {
      throw SurveyError(
        "cannot make canvases of \(images.path): its images must have \(Self.side) pixels or fewer and labels "
          + "from 0 to 9")
    }
    for folder in [out, labels] {
      try Folder.create(folder)
      let inTheWay = try Folder.names(in: folder).filter { !$0.hasPrefix(".") }
      guard replacing || inTheWay.isEmpty else {
        throw SurveyError(
          "cannot write canvases to \(folder): it holds \(inTheWay[0]); name an empty folder, or give --replace"
        )
      }
    }
    var provenance = provenance
    provenance.inputs = files.map { Artifact(.pictures, $0) }
    var digits = 0
    for number in 0..<count {
      var random = RandomNumbers.stream(UInt64(number), seed: seed)
      let canvas = DigitCanvas(of: images, side: Self.side, random: &random)
      digits += canvas.placed.count
      let sheet = CanvasSheet(canvas, name: name(number), seed: seed, number: number)
      try sheet.writeFrame(to: "\(out)/\(name(number)).fits", provenance)
      try sheet.writeLabels(values, to: "\(labels)/map-\(name(number)).fits", provenance)
    }
    return digits
  }

  /// "canvas-1-00042"
  private func name(_ number: Int) -> String {
    let digits = String(number + 1)
    return "canvas-\(seed)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
  }
}

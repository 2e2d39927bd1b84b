public import Planes
internal import Sky

/// What decides the content of a cutout set, besides the frames.
public struct IngestSettings: Codable, Sendable, Equatable {
  /// The bands of a cutout, in this order.
  public var bands = ["u", "g", "r", "i", "z"]
  /// The band that sources are measured in, and whose pixels others are laid on.
  public var reference = "r"
  /// The bands in whose sum sources are found; empty: the reference band and its neighbours.
  public var detectionBands: [String] = []
  /// The side of a cutout in pixels.
  public var size = 64
  /// How sources are found.
  public var detection = DetectionSettings()
  /// The largest share of missing pixels (outside the frame or NaN, over all bands) of a cutout
  /// that is kept.
  public var largestMissing = 0.25
  /// What becomes of cutouts that leave the frame.
  public var edge = Edge.fill
  /// What missing pixels become.
  public var fillValue: Float = 0
  /// Arcseconds a pixel that cutouts are resampled to; nil keeps the pixels of the frames.
  public var pixelScale: Double?
  /// Whether inverse variances are written beside the pixels.
  public var weights = Weights.whereGiven
  /// Whether every file is a cutout already, its source in the middle.
  public var readyMade = false
  /// Band names by file name patterns, where headers do not tell.
  public var bandPatterns: [String: String] = [:]
  /// The radius in pixels of the aperture for positions that come from a catalog; nil: 2.13 widths of the field's
  /// point spread.
  public var apertureRadius: Double?
  /// The most cutouts in a file.
  public var shardSize = 1024

  public enum Edge: String, Codable, Sendable, CaseIterable {
    /// They are dropped.
    case drop
    /// They are kept, up to the largest share missing, and filled.
    case fill
  }

  public enum Weights: String, Codable, Sendable, CaseIterable {
    /// Where the survey gives uncertainties or masks.
    case whereGiven = "auto"
    /// Everywhere; from sky noise and photons where the survey gives none.
    case always
    case never
  }

  public init() {}

  /// The bands in whose sum sources are found, in the order of the bands.
  var summedBands: [String] {
    guard detectionBands.isEmpty else { return bands.filter(detectionBands.contains) }
    guard let place = bands.firstIndex(of: reference) else { return [reference] }
    return Array(bands[max(place - 1, 0)...min(place + 1, bands.count - 1)])
  }

  func check() throws(SurveyError) {
    guard Set(bands).count == bands.count, (1...10).contains(bands.count) else {
      throw SurveyError(
        "cannot ingest bands \(bands.joined(separator: ",")): name 1 to 10 different ones")
    }
    guard bands.contains(reference) else {
      throw SurveyError(
        "positions and magnitudes are to be those of band \(reference), which is not among the bands "
          + "\(bands.joined(separator: ",")); add it or choose another")
    }
    if let stranger = detectionBands.first(where: { !bands.contains($0) }) {
      throw SurveyError(
        "sources are to be found in band \(stranger), which is not among the bands "
          + "\(bands.joined(separator: ",")); add it or leave it out")
    }
    guard size >= 8, size <= 512, size.isMultiple(of: 2) else {
      throw SurveyError("cannot cut \(size)×\(size) pixels; choose an even size of 8 to 512")
    }
    guard fillValue.isFinite else {
      throw SurveyError("missing pixels cannot be filled with \(fillValue); choose a number")
    }
    if let pixelScale {
      guard pixelScale > 0, pixelScale < 1e4, !readyMade else {
        throw SurveyError(
          readyMade
            ? "ready-made cutouts are not resampled; leave --pixel-scale out"
            : "cannot resample to \(pixelScale) arcseconds a pixel; choose a positive scale")
      }
    }
    guard (0...1).contains(largestMissing), shardSize > 0, apertureRadius ?? 1 > 0 else {
      throw SurveyError(
        "the largest missing share must lie in 0…1, the aperture and the cutouts a file must be "
          + "positive; they are \(largestMissing), \(apertureRadius ?? 0) and \(shardSize)")
    }
  }
}

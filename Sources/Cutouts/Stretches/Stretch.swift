internal import Foundation
internal import Planes
public import Sky

/// How the pixels of a cutout become what a network reads.
///
/// A stretch is made for one cutout set, without labels, and stored with the model, so that other
/// cutouts are later seen in the same way. Every kind works on light above the frame's sky.
public struct Stretch: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// asinh(x / (k σ)) / 3 with σ the noise of the band's own frame: faint light keeps its
    /// proportions, bright light is compressed (Lupton, Gunn & Szalay 1999).
    case asinh
    /// Every band divided by its own peak, the highest pixel of the central 4×4 but at least 5 σ,
    /// and clipped to −1…1.5: what is left is shape, not brightness.
    case peak
    /// x / σ, unclipped.
    case linear
    /// As `peak`, after every band has been resampled around the source to the same point spread;
    /// the bands' stack comes first. Needs the field's point spreads (`Seeing`).
    case matched
  }

  public let kind: Kind
  /// k of `asinh`.
  public let softening: Float
  /// The σ in pixels of a Gaussian around the centre that the result is multiplied by; 0: none.
  public let apodisation: Float
  /// The side of the central square that is kept; of `matched`, in resampled pixels.
  public let size: Int
  /// The full width at half maximum, in resampled pixels, that `matched` gives every star.
  public var pointSpread: Float { 3.3 }
  /// The bands and the side of the cutouts the stretch was made for.
  public let bands: [String]
  public let cutoutSize: Int
  /// Arcseconds a pixel.
  public let pixelScale: Double
  /// The median noise of every band, for cutouts whose own noise is unknown.
  public let typicalNoise: [Float]

  /// - Parameters:
  ///   - apodisation: defaults to 5 pixels for `peak` and `matched`, and none for the others.
  ///   - crop: the side of the central square to keep; nil keeps everything.
  public init(
    _ kind: Kind, fittedTo set: CutoutSet, softening: Float = 1, apodisation: Float? = nil,
    crop: Int? = nil
  ) throws(SurveyError) {
    let noise = set.bands.indices.map { band in
      Self.median(set.records.map { $0.noise[band] }.filter { $0 > 0 && $0.isFinite })
    }
    try self.init(
      kind, bands: set.bands, cutoutSize: set.size, pixelScale: set.pixelScale,
      typicalNoise: noise, softening: softening, apodisation: apodisation, crop: crop)
  }

  public init(
    _ kind: Kind, bands: [String], cutoutSize: Int, pixelScale: Double, typicalNoise: [Float],
    softening: Float = 1, apodisation: Float? = nil, crop: Int? = nil
  ) throws(SurveyError) {
    precondition(typicalNoise.count == bands.count, "one noise for every band")
    let size = crop ?? cutoutSize
    guard (4...cutoutSize).contains(size) else {
      throw SurveyError(
        "cannot keep the central \(size)×\(size) pixels of cutouts of \(cutoutSize)×\(cutoutSize); "
          + "choose 4 to \(cutoutSize)")
    }
    let apodisation = apodisation ?? (kind == .peak || kind == .matched ? 5 : 0)
    guard softening > 0, softening.isFinite, apodisation >= 0, apodisation.isFinite else {
      throw SurveyError(
        "a stretch needs a positive softening and an apodisation of 0 or more pixels, not "
          + "\(softening) and \(apodisation)")
    }
    self.kind = kind
    self.softening = softening
    self.apodisation = apodisation
    self.size = size
    self.bands = bands
    self.cutoutSize = cutoutSize
    self.pixelScale = pixelScale
    self.typicalNoise = typicalNoise
  }

  /// `[y, x, channel]` of what comes out.
  public var imageShape: [Int] { [size, size, channels.count] }

  /// What the channels show: the bands, for `matched` after their stack.
  public var channels: [String] { kind == .matched ? ["stack"] + bands : bands }

  /// The Gaussian that fades the rim along one axis, all ones without apodisation; a pixel is
  /// multiplied by the values of its row and its column.
  public var taper: [Float] {
    (0..<size).map { index in
      guard apodisation > 0 else { return 1 }
      let distance = (Double(index) - Double(size - 1) / 2) / Double(apodisation)
      return Float(exp(-distance * distance / 2))
    }
  }

  private static func median(_ values: [Float]) -> Float {
    values.isEmpty ? 1 : upperMedian(values)
  }
}

internal import Foundation
internal import Synchronization
public import Tensors

/// Classical measures of how star-like each source is, taken from pixels alone.
///
/// Every score is higher for more star-like sources and NaN where missing pixels forbid it. What
/// stars look like is learnt in each field from its own stellar ridge, never from labels.
public struct CompactnessScores: Sendable {
  /// ln of the light within 1.6 over that within 4.1 pixels in the reference band.
  public internal(set) var concentration: [Double]
  /// Minus the radius of half of the light in the reference band, in pixels.
  public internal(set) var halfLightRadius: [Double]
  /// Minus the magnitude difference between a point and the best exponential galaxy fitted in the
  /// reference band.
  public internal(set) var psfMinusModel: [Double]
  /// χ² of the best galaxy minus that of a point over all bands, softened where the point
  /// spread's own error rules.
  public internal(set) var templates: [Double]
  /// The compactness u of the g + r + i stack, 1 for a star of any field.
  public internal(set) var compactness: [Double]
  /// The standard deviation of `compactness`.
  public internal(set) var compactnessError: [Double]
  /// Whether a source is a star that is saturated in some bands; its compactness is that of the
  /// others.
  public internal(set) var saturated: [Bool]
  /// Whether a source is sharper than air and optics let any light be, its compactness a tenth and
  /// five errors above that of stars: a cosmic ray or a bad pixel.
  public var sharp: [Bool] {
    zip(compactness, compactnessError).map { $0 - 1 > max(0.1, 5 * $1) }
  }
  /// Magnitude of the same stack.
  public internal(set) var magnitude: [Double]
  /// Widths (full width at half maximum, in pixels) of each field's point spread, by band.
  public internal(set) var widths: [String: [Double]]
  /// Field by field how many sources on its stellar ridge made the point spread.
  public internal(set) var ridgeCounts: [String: Int]

  /// The scores by the names that reports use.
  public var byName: [(name: String, scores: [Double])] {
    [
      ("concentration", concentration), ("half-light radius", halfLightRadius),
      ("PSF minus model", psfMinusModel), ("template chi2", templates),
      ("compactness u", compactness),
    ]
  }

  /// Measures every source.
  ///
  /// - Parameters:
  ///   - sources: the sources' fields, noise and offsets, and how to read their cutouts.
  ///   - pixelScale: arcseconds per pixel.
  ///   - reference: the band that single-band scores use; the stack adds its neighbours.
  public init(
    measuring sources: SourceCutouts, pixelScale: Double = 0.396, reference: String = "r",
    workers: Workers = .all
  ) throws {
    try self.init(
      of: Seeing(of: sources, pixelScale: pixelScale, reference: reference, workers: workers),
      workers: workers)
  }

  /// Measures every source of which the circumstances are known: half of the work is done then.
  public init(of seeing: Seeing, workers: Workers = .all) throws {
    self.init(unmeasured: seeing.shapes.count)
    concentration = seeing.shapes.map(\.concentration)
    halfLightRadius = seeing.shapes.map { -$0.halfLightRadius }
    try seeing.survey.fitTemplates(into: &self, of: seeing, workers: workers)
  }

  /// Room for so many sources.
  init(unmeasured count: Int) {
    let empty = [Double](repeating: .nan, count: count)
    (concentration, halfLightRadius, psfMinusModel) = (empty, empty, empty)
    (templates, compactness, compactnessError, magnitude) = (empty, empty, empty, empty)
    saturated = [Bool](repeating: false, count: count)
    (widths, ridgeCounts) = ([:], [:])
  }
}

/// Cutouts to be measured: arrays over all sources, and a way to read one cutout.
public struct SourceCutouts: Sendable {
  public var bands: [String]
  /// Pixels along a side of the square cutouts.
  public var size: Int
  /// The field of each source.
  public var fields: [String]
  /// Sky noise per pixel of each source in each band.
  public var noise: [[Float]]
  /// dx, dy of each source in each band: how far it lies from pixel (size/2, size/2).
  public var offsets: [[Float]]
  /// Where each source lies on its field's reference frame, in pixels; empty where nobody knows.
  public var places: [SIMD2<Double>]
  /// The pixels [band, y, x] of a source, in survey units, NaN where missing.
  public var pixels: @Sendable (_ index: Int) throws -> [Float]

  public init(
    bands: [String], size: Int, fields: [String], noise: [[Float]], offsets: [[Float]],
    places: [SIMD2<Double>] = [],
    pixels: @escaping @Sendable (_ index: Int) throws -> [Float]
  ) {
    (self.bands, self.size, self.fields) = (bands, size, fields)
    (self.noise, self.offsets, self.places) = (noise, offsets, places)
    self.pixels = pixels
  }
}

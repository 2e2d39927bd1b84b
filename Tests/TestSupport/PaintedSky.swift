package import FITS
internal import Foundation
package import Planes
package import Sky
internal import Tensors

/// A piece of sky made up for tests: the same stars in every band, displaced from band to band as
/// the world coordinates of the bands say.
package struct PaintedSky {
  package struct Star {
    /// The 0-based pixel in the r band.
    package var x, y: Double
    package var flux = 100.0
    package var width = 1.4
    /// The bands that show it.
    package var bands = PaintedSky.bands

    package init(
      x: Double, y: Double, flux: Double = 100, width: Double = 1.4,
      bands: [String] = PaintedSky.bands
    ) {
      (self.x, self.y, self.flux, self.width, self.bands) = (x, y, flux, width, bands)
    }
  }

  package var width = 200
  package var height = 160
  package var stars: [Star] = []
  package var noise: Float = 0.02
  package var level: Float = 0
  package var seed: UInt64 = 1
  /// Where the sky's reference point lies.
  package var ra = 150.0
  package var dec = 2.0
  /// Rectangles of NaN: band, columns, rows.
  package var holes: [(band: String, columns: Range<Int>, rows: Range<Int>)] = []

  package init() {}

  package static let bands = ["u", "g", "r", "i", "z"]
  package static let field = "000094-2-0017"

  /// How far a band's pixels lie from those of r.
  package static func shift(_ band: String) -> (x: Double, y: Double) {
    switch band {
    case "u": (3.3, -2.6)
    case "g": (-1.45, 0.8)
    case "i": (0.25, 5.0)
    case "z": (-4.75, -1.1)
    default: (0, 0)
    }
  }

  /// Stars on a jittered grid well inside of the frame.
  package static func crowd(_ columns: Int, _ rows: Int, seed: UInt64 = 7) -> PaintedSky {
    var sky = PaintedSky()
    var random = RandomNumbers(seed: seed)
    for row in 0..<rows {
      for column in 0..<columns {
        sky.stars.append(
          Star(
            x: 200 * (Double(column) + 0.5) / Double(columns) + random.uniform(in: -3..<3),
            y: 160 * (Double(row) + 0.5) / Double(rows) + random.uniform(in: -3..<3),
            flux: random.uniform(in: 5..<50)))
      }
    }
    return sky
  }

  package func plane(_ band: String) -> PixelPlane {
    let shift = Self.shift(band)
    var random = RandomNumbers.stream(
      UInt64(Self.bands.firstIndex(of: band) ?? 9), seed: seed)
    var pixels = (0..<width * height).map { _ in level + noise * Float(random.normal()) }
    for star in stars where star.bands.contains(band) {
      let (x, y) = (star.x + shift.x, star.y + shift.y)
      for row in max(0, Int(y) - 12)..<max(0, min(height, Int(y) + 13)) {
        for column in max(0, Int(x) - 12)..<max(0, min(width, Int(x) + 13)) {
          let (dx, dy) = (Double(column) - x, Double(row) - y)
          let light = exp(-(dx * dx + dy * dy) / (2 * star.width * star.width))
          pixels[row * width + column] += Float(
            star.flux * light / (2 * .pi * star.width * star.width))
        }
      }
    }
    for hole in holes where hole.band == band {
      for row in hole.rows {
        for column in hole.columns { pixels[row * width + column] = .nan }
      }
    }
    return PixelPlane(width: width, height: height, pixels: pixels)
  }

  package func header(_ band: String) -> Header {
    let shift = Self.shift(band)
    var header = Header()
    header.set("BUNIT", "nanomaggy")
    header.set("FILTER", .string(band))
    header.set("CTYPE1", "RA---TAN")
    header.set("CTYPE2", "DEC--TAN")
    header.set("CUNIT1", "deg")
    header.set("CUNIT2", "deg")
    header.set("CRPIX1", .double(Double(width) / 2 + 1 + shift.x))
    header.set("CRPIX2", .double(Double(height) / 2 + 1 + shift.y))
    header.set("CRVAL1", .double(ra))
    header.set("CRVAL2", .double(dec))
    header.set("CD1_1", .double(-1.1e-4))
    header.set("CD1_2", .double(1e-6))
    header.set("CD2_1", .double(1e-6))
    header.set("CD2_2", .double(1.1e-4))
    header.set("RADESYS", "ICRS")
    return header
  }

  /// Writes the frames of one field; returns their paths in the order of the bands.
  @discardableResult
  package func write(to folder: String, field: String = PaintedSky.field) throws -> [String] {
    try Self.bands.map { band in
      let plane = plane(band)
      var document = FITSDocument()
      document.add(
        Image(shape: [plane.height, plane.width], pixels: plane.pixels), header: header(band))
      let path = "\(folder)/frame-\(band)-\(field).fits"
      try document.write(to: path)
      return path
    }
  }

  /// The position on the sky of a pixel of r.
  package func position(_ x: Double, _ y: Double) throws -> SkyPosition {
    let place = try WCS(header: header("r")).sky(x: x, y: y)
    return SkyPosition(ra: place.ra, dec: place.dec)
  }
}

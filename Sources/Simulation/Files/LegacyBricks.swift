internal import FITS
internal import Files
internal import Foundation

/// The coadd of a Legacy Survey brick, `legacysurvey-1501p022-image-r.fits`: image,
/// inverse variance, noiseless model, χ² and number of exposures of every band, in nanomaggies, and one
/// mask for all (`maskbits`), whose first bit only says which brick a pixel belongs to.
///
/// https://www.legacysurvey.org/dr9/files, "Image stacks"; bits: https://www.legacysurvey.org/dr9/bitmasks.
struct LegacyBricks: FrameWriter {
  let planes = 5

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let brick = SkyName(drawn.field).brick
    let weights = drawn.weights(forbidden: [.missing, .cosmicRay, .saturated])
    let pixels = drawn.units(missing: 0)
    let factor = Float(drawn.unitsPerNanomaggy)
    let model = drawn.light.map { $0 * factor }
    let chi = pixels.indices.map { index in
      let difference = pixels[index] - model[index]
      return difference * difference * weights[index]
    }
    let planes: [(String, [Float])] = [
      ("image", pixels), ("invvar", weights), ("model", model), ("chi2", chi),
      ("nexp", weights.map { $0 > 0 ? 3 : 0 }),
    ]
    return try planes.map { kind, values in
      let path = "\(folder)/legacysurvey-\(brick)-\(kind)-\(drawn.band).fits"
      var header = drawn.header(filter: drawn.band)
      header.set("BRICK", .string(brick), comment: "name of the brick")
      header.set("IMTYPE", .string(kind), comment: "what this file holds")
      header.set("MAGZERO", .double(22.5), comment: "[mag] zero point")
      if kind == "image" || kind == "model" {
        header.set("BUNIT", .string("nanomaggy"), comment: "AB magnitude 22.5 is 1")
      }
      try FITSDocument.write(values, drawn.shape, header, to: path, provenance)
      return path
    }
  }

  func writeShared(
    by bands: [WrittenBand], of field: SimulatedField, to folder: String, _ provenance: Provenance?
  ) throws -> [String] {
    let brick = SkyName(field).brick
    let (width, height) = (field.settings.width, field.settings.height)
    // Neighbouring bricks share a rim of 2.3 % of a side; pixels there are primary in one of them.
    let rim = (x: width * 23 / 1000, y: height * 23 / 1000)
    var mask = [Int32](repeating: 0, count: width * height)
    for row in 0..<height {
      for column in 0..<width
      where row < rim.y || row >= height - rim.y || column < rim.x || column >= width - rim.x {
        mask[row * width + column] = 1
      }
    }
    for band in bands {
      guard let bits = Self.bits[band.band] else { continue }
      for (place, marks) in band.marks.enumerated() {
        if marks.contains(.saturated) { mask[place] |= bits.saturated }
        if !marks.isDisjoint(with: [.missing, .cosmicRay]) { mask[place] |= bits.any }
      }
    }
    let path = "\(folder)/legacysurvey-\(brick)-maskbits.fits"
    var header = Header()
    header.set("BRICK", .string(brick), comment: "name of the brick")
    header.set("IMTYPE", .string("maskbits"), comment: "what this file holds")
    field.coordinates.write(to: &header)
    for (bit, name) in Self.names {
      header.set("MB_\(bit)", .string(name), comment: "bit \(bit)")
    }
    try FITSDocument.write(mask: mask, [height, width], header, to: path, provenance)
    return [path]
  }

  /// SATUR and ALLMASK of a band.
  private static let bits: [String: (saturated: Int32, any: Int32)] = [
    "g": (1 << 2, 1 << 5), "r": (1 << 3, 1 << 6), "z": (1 << 4, 1 << 7),
  ]
  private static let names = [
    (0, "NPRIMARY"), (2, "SATUR_G"), (3, "SATUR_R"), (4, "SATUR_Z"), (5, "ALLMASK_G"),
    (6, "ALLMASK_R"), (7, "ALLMASK_Z"),
  ]
}

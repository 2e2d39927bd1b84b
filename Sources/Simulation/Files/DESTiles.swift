internal import FITS
internal import Files

/// DES coadded tiles, `DES0235+0126_r4575p01_g.fits`: an empty primary unit, then the image (SCI), its
/// mask (MSK) and the inverse variance (WGT), each with all keywords.
///
/// Units and keywords after the DES data management's release of coadded tiles
/// (https://des.ncsa.illinois.edu/releases/dr2/dr2-products).
struct DESTiles: FrameWriter {
  let planes = 3

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let tile = "DES\(SkyName(drawn.field).sexagesimal)"
    let path = "\(folder)/\(tile)_r4575p01_\(drawn.band).fits"
    func header(_ kind: String) -> Header {
      var header = drawn.header(filter: Self.filters[drawn.band] ?? drawn.band, exposure: 900)
      header.set("MAGZERO", .double(drawn.zeroPoint), comment: "[mag] zero point")
      header.set("TILENAME", .string(tile), comment: "name of the tile")
      header.set("BAND", .string(drawn.band), comment: "short name of the filter")
      header.set("DES_EXT", .string(kind), comment: "what this unit holds")
      return header
    }
    var document = FITSDocument()
    document.add(header: Header())
    document.add(
      Image(shape: drawn.shape, pixels: drawn.units(missing: 0)), header: header("IMAGE"),
      name: "SCI")
    document.add(
      integers: drawn.mask(missing: 1, saturated: 2, cosmicRay: 16), shape: drawn.shape,
      header: header("MASK"), name: "MSK")
    document.add(
      Image(
        shape: drawn.shape, pixels: drawn.weights(forbidden: [.missing, .saturated, .cosmicRay])),
      header: header("WEIGHT"), name: "WGT")
    try document.write(to: path, provenance: provenance)
    return [path]
  }

  private static let filters = [
    "g": "g DECam SDSS c0001 4720.0 1520.0", "r": "r DECam SDSS c0002 6415.0 1480.0",
    "i": "i DECam SDSS c0003 7835.0 1470.0", "z": "z DECam SDSS c0004 9260.0 1520.0",
  ]
}

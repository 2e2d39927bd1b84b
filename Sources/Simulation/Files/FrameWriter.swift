internal import FITS
package import Files

/// How a survey keeps the frames of a field in files.
package protocol FrameWriter: Sendable {
  /// Images, weights, masks and others that are written for a band.
  var planes: Int { get }

  /// Writes the files of one band; answers their paths, the image's first.
  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String]

  /// Writes what all bands of a field share.
  func writeShared(
    by bands: [WrittenBand], of field: SimulatedField, to folder: String, _ provenance: Provenance?
  ) throws -> [String]
}

extension FrameWriter {
  package func writeShared(
    by bands: [WrittenBand], of field: SimulatedField, to folder: String, _ provenance: Provenance?
  ) throws -> [String] { [] }
}

/// A band of a field that lies in files.
package struct WrittenBand: Sendable {
  let band: String
  let paths: [String]
  /// What was wrong with its pixels.
  let marks: [PixelMarks]
}

extension DrawnFrame {
  /// World coordinates and what every survey's headers say: the band as `filter`, the exposure's gain and
  /// where pixels are full, in the file's units.
  func header(filter: String, exposure: Double? = nil) -> Header {
    var header = Header()
    header.set("FILTER", .string(filter), comment: "filter used")
    header.set("TELESCOP", .string("SIMULATED"), comment: "no telescope: a simulated frame")
    if let exposure { header.set("EXPTIME", .double(exposure), comment: "[s] exposure time") }
    header.set("GAIN", .double(frame.camera.gain), comment: "[e-] of one unit")
    header.set(
      "SATURATE", .double(frame.saturation * unitsPerNanomaggy), comment: "largest pixel")
    frame.coordinates.write(to: &header)
    return header
  }

  var band: String { frame.camera.band }
  var field: SimulatedField { frame.field }

  /// The magnitude of one unit.
  var zeroPoint: Double { frame.zeroPoint }
}

extension FITSDocument {
  /// Writes one image as a file of its own.
  static func write(
    _ pixels: [Float], _ shape: [Int], _ header: Header, to path: String, _ provenance: Provenance?
  ) throws {
    var document = FITSDocument()
    document.add(Image(shape: shape, pixels: pixels), header: header)
    try document.write(to: path, provenance: provenance)
  }

  /// Writes one mask as a file of its own.
  static func write(
    mask: [Int32], _ shape: [Int], _ header: Header, to path: String, _ provenance: Provenance?
  ) throws {
    var document = FITSDocument()
    document.add(integers: mask, shape: shape, header: header)
    try document.write(to: path, provenance: provenance)
  }
}

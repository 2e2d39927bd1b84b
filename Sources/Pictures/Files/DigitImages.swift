internal import Sky

/// The images of an IDX file as `ingest` reads them.
struct DigitImages: ByteImages {
  private let file: IDXFile

  init(reading path: String) throws {
    file = try IDXFile(reading: path, axes: 3)
    guard file.shape[1] == file.shape[2], (4...4096).contains(file.shape[1]) else {
      throw SurveyError(
        "cannot use \(path): its images are \(file.shape[1])×\(file.shape[2]) pixels; only square "
          + "ones of 4 to 4096 pixels become cutouts")
    }
  }

  var path: String { file.path }
  var count: Int { file.shape[0] }
  var size: Int { file.shape[1] }
  var channels: [String] { ["grey"] }

  func read(_ index: Int, into pixels: UnsafeMutableBufferPointer<Float>) {
    file.withItem(index) { bytes in
      for (pixel, byte) in bytes.enumerated() { pixels[pixel] = Float(byte) / 255 }
    }
  }
}

internal import CSEP

extension PixelPlane {
  /// Calls `body` with SEP's view of the plane, or of `other` pixels under the plane's mask.
  func withSEPImage<Result>(
    of other: [Float]? = nil, noise: Double, _ body: (UnsafePointer<sep_image>) -> Result
  ) -> Result {
    (other ?? pixels).withUnsafeBufferPointer { data in
      let image = { (mask: UnsafeRawPointer?) in
        sep_image(
          data: data.baseAddress, noise: nil, mask: mask, segmap: nil, dtype: SEP_TFLOAT,
          ndtype: 0, mdtype: SEP_TBYTE, sdtype: 0, w: Int32(width), h: Int32(height),
          noiseval: noise, noise_type: Int16(SEP_NOISE_STDDEV), gain: 0, maskthresh: 0)
      }
      guard let missing else {
        var view = image(nil)
        return body(&view)
      }
      return missing.withUnsafeBytes { mask in
        var view = image(mask.baseAddress)
        return body(&view)
      }
    }
  }
}

internal import CSEP

extension PixelPlane {
  /// Calls `body` with SEP's view of the plane.
  ///
  /// - Parameters:
  ///   - unmasked: leaves out which pixels are missing, for who knows that none is in the way.
  ///   - segments: which pixels are whose, for what asks by a source's number.
  func withSEPImage<Result>(
    noise: Double, unmasked: Bool = false, segments: Segmentation? = nil,
    _ body: (UnsafePointer<sep_image>) -> Result
  ) -> Result {
    precondition(segments.map { $0.width == width && $0.height == height } ?? true)
    return pixels.withUnsafeBufferPointer { data in
      Self.withBytes(of: unmasked ? nil : missing) { mask in
        Self.withBytes(of: segments?.numbers) { numbers in
          var view = sep_image(
            data: data.baseAddress, noise: nil, mask: mask, segmap: numbers, dtype: SEP_TFLOAT,
            ndtype: 0, mdtype: SEP_TBYTE, sdtype: SEP_TINT, w: Int32(clamping: width),
            h: Int32(clamping: height),
            noiseval: noise, noise_type: Int16(clamping: SEP_NOISE_STDDEV), gain: 0, maskthresh: 0)
          return body(&view)
        }
      }
    }
  }

  private static func withBytes<Element, Result>(
    of array: [Element]?, _ body: (UnsafeRawPointer?) -> Result
  ) -> Result {
    guard let array else { return body(nil) }
    return array.withUnsafeBytes { body($0.baseAddress) }
  }
}

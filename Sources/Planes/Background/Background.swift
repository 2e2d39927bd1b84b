internal import CSEP
public import Sky

/// A smooth map of a frame's sky and of its noise, measured on a mesh (Bertin & Arnouts 1996).
///
/// Immutable once made, so that several threads may read it at once.
public final class Background: @unchecked Sendable {
  private let mesh: BackgroundMesh

  /// - Parameter name: what is measured, named in errors ("band r of field 003918-3-0213").
  public init(
    of plane: PixelPlane, settings: DetectionSettings = DetectionSettings(), name: String
  ) throws(SurveyError) {
    mesh = try BackgroundMesh(plane, settings, name)
    // SEP answers 1 where there is nothing to measure.
    guard plane.varies, noise.isFinite, level.isFinite, noise > 0 else {
      throw SurveyError(
        "cannot measure the noise of \(name): its pixels are all missing or all alike; "
          + "leave this frame out")
    }
  }

  /// The typical level of the sky over the whole frame.
  public var level: Float { sep_bkg_global(mesh.pointer) }

  /// The typical standard deviation of a sky pixel over the whole frame.
  public var noise: Float { sep_bkg_globalrms(mesh.pointer) }

  /// The level of the sky around a pixel, interpolated between the cells of the mesh.
  package func level(x: Int, y: Int) -> Float {
    let (width, height) = (
      Int(clamping: mesh.pointer.pointee.w), Int(clamping: mesh.pointer.pointee.h)
    )
    return sep_bkg_pix(
      mesh.pointer, Int32(clamping: min(max(x, 0), width - 1)),
      Int32(clamping: min(max(y, 0), height - 1)))
  }

  /// The pixels of `plane` less the sky.
  package func subtracted(from plane: PixelPlane, name: String) throws(SurveyError) -> [Float] {
    var pixels = plane.pixels
    let status = pixels.withUnsafeMutableBufferPointer {
      sep_bkg_subarray(mesh.pointer, $0.baseAddress, SEP_TFLOAT)
    }
    try SEPStatus.check(status, "subtract the sky of \(name)", advice: "report this as a mistake")
    return pixels
  }
}

/// SEP's background, which frees itself.
private struct BackgroundMesh: ~Copyable {
  let pointer: UnsafeMutablePointer<sep_bkg>

  init(_ plane: PixelPlane, _ settings: DetectionSettings, _ name: String) throws(SurveyError) {
    var result: UnsafeMutablePointer<sep_bkg>?
    let (mesh, filter) = (
      Int32(clamping: settings.meshSize), Int32(clamping: settings.meshFilter)
    )
    let status = plane.withSEPImage(noise: 0) { image in
      sep_background(image, mesh, mesh, filter, filter, 0, &result)
    }
    try SEPStatus.check(
      status, "measure the sky of \(name)", advice: "is the frame larger than memory allows?")
    guard let result else { throw SurveyError("cannot measure the sky of \(name): out of memory") }
    pointer = result
  }

  deinit { sep_bkg_free(pointer) }
}

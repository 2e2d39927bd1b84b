internal import ArgumentParser
internal import Networks

/// How training images are varied.
struct DeformationOptions: ParsableArguments {
  @Option(
    "How far training images are deformed, each time anew; 1: drawings turned by up to 15°, stretched by 12 %, warped by 1/16 of the width, photographs cropped to half their sides, mirrored, lit otherwise. Default: not at all.",
    in: 0...10)
  var deform: Float?

  @Option(
    help:
      "What the images are, for --deform and --view-deformation: drawing (bent) or photograph (cropped, mirrored, lit otherwise)."
  )
  var imagesOf = Deformation.Subject.drawing

  var deformation: Deformation? { deform.map { Deformation(strength: $0, of: imagesOf) } }
}

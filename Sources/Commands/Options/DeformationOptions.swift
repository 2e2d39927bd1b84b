internal import ArgumentParser
internal import Networks

/// How training images are deformed.
struct DeformationOptions: ParsableArguments {
  @Option(
    "How far training images are deformed, each time anew; 1: turned by up to 15°, stretched by 12 %, warped by 1/16 of the width. Default: not at all.",
    in: 0...10)
  var deform: Float?

  var deformation: Deformation? { deform.map(Deformation.init(strength:)) }
}

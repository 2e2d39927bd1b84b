internal import Console
internal import Cutouts
internal import Networks

extension VariantOptions {
  /// The network that was asked for, made for the images of a set.
  ///
  /// - Parameters:
  ///   - code: the units of the latent code.
  ///   - cutouts: what a person calls the set.
  func network(
    for dataset: StretchedCutouts, code: Int, of cutouts: String
  ) throws -> Architecture {
    let shape = dataset.imageShape
    let isOfSky = dataset.cutouts.isOfSky
    var chosen =
      switch architecture {
      case .aep:
        Architecture.aep(
          bands: shape[2], size: shape[0], code: code,
          grid: grid ?? (dataset.stretch.apodisation > 0 ? .centred : .corner))
      case .mnist: Architecture.mnist(code: code, size: shape[0], channels: shape[2])
      case .dense:
        Architecture.dense(
          inputShape: shape, code: code, loss: isOfSky ? .meanSquaredError : .binaryCrossEntropy)
      case .shallow: Architecture.shallow(inputShape: shape, code: code)
      case .linear: Architecture.linear(inputShape: shape, code: code)
      }
    if let cost { chosen.loss = cost.loss }
    try chosen.validate()
    guard chosen.loss != .binaryCrossEntropy || !isOfSky else {
      throw CommandFailure(
        "cannot train the architecture \(architecture.rawValue) on \(cutouts) with a "
          + "cross-entropy: that takes pixels from 0 to 1; use --loss squared-error for the sky")
    }
    return chosen
  }
}

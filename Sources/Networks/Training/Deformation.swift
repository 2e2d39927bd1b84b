public import Tensors

/// How far images are bent at random: turned, stretched, sheared, shifted, and warped smoothly by a
/// lattice of cubic B-splines (elastic deformations, Simard et al. 2003, doi:10.1109/ICDAR.2003.1227801;
/// the lattice is that of Rueckert et al. 1999, doi:10.1109/42.796284).
///
/// At a strength of 1, turns go up to 15°, stretches up to 12 % along each axis, shears up to 0.2,
/// shifts up to a twentieth of the width, and the lattice's points move by a sixteenth of it (one
/// standard deviation). Everything grows in proportion. Beyond the rim images are 0.
public struct Deformation: Codable, Sendable, Equatable {
  public var strength: Float

  public init(strength: Float = 1) {
    self.strength = strength
  }

  /// The images `[image, y, x, channel]`, bent; every image by numbers of its own, which the seed,
  /// the step and its place in the batch decide.
  public func applied(
    to images: Tensor, seed: UInt64, step: UInt64, workers: Workers = .all
  ) -> Tensor {
    let shape = Array(images.shape.dropFirst())
    let (count, stride, splines) = (images.shape[0], images.stride, SplineLattice(of: shape))
    return Tensor(uninitialized: images.shape) { bent in
      images.withUnsafeValues { values in
        nonisolated(unsafe) let (source, target) = (values, bent)
        workers.forEach(count) { image in
          var numbers = RandomNumbers.stream(step << 24 | UInt64(image), seed: seed ^ 0xDEF0_2313)
          let range = image * stride..<(image + 1) * stride
          draw(shape, using: &numbers).apply(
            to: UnsafeBufferPointer(rebasing: source[range]), shape: shape, splines,
            writing: UnsafeMutableBufferPointer(rebasing: target[range]))
        }
      }
    }
  }

  /// Bends one image into `target`.
  func apply(
    to source: UnsafeBufferPointer<Float>, shape: [Int], _ splines: SplineLattice,
    writing target: UnsafeMutableBufferPointer<Float>, using numbers: inout RandomNumbers
  ) {
    draw(shape, using: &numbers).apply(to: source, shape: shape, splines, writing: target)
  }

  private func draw(_ shape: [Int], using numbers: inout RandomNumbers) -> Warp {
    let strength = Double(strength)
    func even(_ bound: Double) -> Double { numbers.uniform(in: -1..<1) * bound * strength }
    let angle = even(.pi / 12)
    let (stretchX, stretchY) = (even(0.12), even(0.12))
    let shear = even(0.2)
    let shift = (x: even(Double(shape[1]) / 20), y: even(Double(shape[0]) / 20))
    var warp = Warp(
      angle: angle, stretch: (x: stretchX, y: stretchY), shear: shear, shift: shift)
    let spread = strength / 16
    for index in warp.lattice.indices {
      let size = index < SplineLattice.points ? shape[1] : shape[0]
      warp.lattice[index] = Float(numbers.normal() * spread * Double(size))
    }
    return warp
  }
}

internal import Foundation
public import Tensors

/// How far images are varied at random in ways that leave alone what they show.
///
/// At a strength of 1 a drawing is turned by up to 15°, stretched by up to 12 % along each axis, sheared by
/// up to 0.2, shifted by up to a twentieth of the width, and warped smoothly by a lattice of cubic
/// B-splines whose points move by a sixteenth of it (one standard deviation; elastic deformations, Simard
/// et al. 2003, doi:10.1109/ICDAR.2003.1227801; the lattice: Rueckert et al. 1999, doi:10.1109/42.796284).
/// Beyond the rim it is 0. A photograph is cropped to between half and all of its sides, mirrored left and
/// right, and its light is varied (`Lighting`): views as in Chen et al. 2020, arXiv:2002.05709.
/// Everything grows in proportion.
public struct Deformation: Codable, Sendable, Equatable {
  /// What images are of: it decides what may be done to them.
  public enum Subject: String, Codable, Sendable, CaseIterable {
    case drawing, photograph
  }

  public var strength: Float
  public var subject: Subject

  public init(strength: Float = 1, of subject: Subject = .drawing) {
    (self.strength, self.subject) = (strength, subject)
  }

  /// Reads files of the time when all images were drawings, too.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    strength = try values.decode(Float.self, forKey: .strength)
    subject = try values.decodeIfPresent(Subject.self, forKey: .subject) ?? .drawing
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
          let view = view(of: shape, using: &numbers)
          let image = UnsafeMutableBufferPointer(rebasing: target[range])
          view.warp.apply(
            to: UnsafeBufferPointer(rebasing: source[range]), shape: shape, splines, writing: image)
          view.lighting?.apply(to: image)
        }
      }
    }
  }

  /// How one image `[y, x, channel]` is bent, and the light that a photograph is shown in.
  func view(
    of shape: [Int], using numbers: inout RandomNumbers
  ) -> (warp: Warp, lighting: Lighting?) {
    switch subject {
    case .drawing: return (bend(shape, using: &numbers), nil)
    case .photograph:
      let warp = crop(shape, using: &numbers)
      return (
        warp, Lighting(strength: Double(strength), channels: shape[2], using: &numbers)
      )
    }
  }

  private func bend(_ shape: [Int], using numbers: inout RandomNumbers) -> Warp {
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

  /// A part of the image with its sides, somewhere in it, brought to the image's size.
  private func crop(_ shape: [Int], using numbers: inout RandomNumbers) -> Warp {
    let most = min(0.9, 0.5 * Double(strength))
    func side() -> Double { 1 - most * numbers.uniform(in: 0..<1) }
    let common = side()
    // The sides differ by up to an eighth, less below a strength of one half.
    let difference = min(1, 2 * Double(strength)) / 8
    func own() -> Double { min(1, common * (1 + numbers.uniform(in: -1..<1) * difference)) }
    let sides = (x: own(), y: own())
    func place(_ side: Double, _ size: Int) -> Double {
      numbers.uniform(in: -1..<1) * (1 - side) * Double(size - 1) / 2
    }
    let shift = (x: place(sides.x, shape[1]), y: place(sides.y, shape[0]))
    var warp = Warp(angle: 0, stretch: (x: log(sides.x), y: log(sides.y)), shear: 0, shift: shift)
    if numbers.uniform(in: 0..<1) < 0.5 { warp.xx = -warp.xx }
    return warp
  }
}

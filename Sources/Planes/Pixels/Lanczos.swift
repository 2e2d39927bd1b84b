internal import Foundation

/// The weights of Lanczos-3 interpolation (Duchon 1979): a sinc that a wider sinc fades out within
/// three pixels.
package enum Lanczos {
  /// How far the weights reach, in pixels.
  static let reach = 3

  /// The weight of a pixel `distance` away; not normalised.
  static func weight(_ distance: Double) -> Double {
    guard abs(distance) > 1e-9 else { return 1 }
    guard abs(distance) < Double(reach) else { return 0 }
    let angle = .pi * distance
    return 3 * sin(angle) * sin(angle / 3) / (angle * angle)
  }

  /// The weights of pixels at these distances; they add to one.
  package static func weights(at distances: some Collection<Double>) -> [Float] {
    let raw = distances.map(weight)
    let total = raw.reduce(0, +)
    return raw.map { Float($0 / total) }
  }
}

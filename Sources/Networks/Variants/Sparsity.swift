internal import Foundation
internal import Tensors

/// A price on active code units.
public struct Sparsity: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// weight · mean |z|.
    case l1
    /// weight · mean over units of KL(ρ ‖ ρ̂), ρ̂ the batch's mean of sigmoid(z) and ρ the wanted
    /// `activity` (Ng 2011, CS294A).
    case kl
  }

  public var kind: Kind
  public var weight: Float
  public var activity: Float

  public init(_ kind: Kind, weight: Float = 0.01, activity: Float = 0.05) {
    (self.kind, self.weight, self.activity) = (kind, weight, activity)
  }

  /// The price of codes `[image, unit]`; its gradient is added to `gradient`.
  package func price(
    of codes: [Float], units: Int, gradient: inout [Float]
  ) -> Double {
    let images = codes.count / units
    switch kind {
    case .l1:
      let share = weight / Float(codes.count)
      var sum = 0.0
      for index in codes.indices {
        sum += Double(abs(codes[index]))
        gradient[index] += codes[index] > 0 ? share : codes[index] < 0 ? -share : 0
      }
      return Double(weight) * sum / Double(codes.count)
    case .kl:
      let active = codes.map { 1 / (1 + exp(-Double($0))) }
      let wanted = Double(activity)
      var price = 0.0
      for unit in 0..<units {
        let mean =
          stride(from: unit, to: codes.count, by: units).reduce(0.0) { $0 + active[$1] }
          / Double(images)
        let found = min(max(mean, 1e-7), 1 - 1e-7)
        price += wanted * log(wanted / found) + (1 - wanted) * log((1 - wanted) / (1 - found))
        let slope =
          Double(weight) / Double(units * images) * ((1 - wanted) / (1 - found) - wanted / found)
        for index in stride(from: unit, to: codes.count, by: units) {
          gradient[index] += Float(slope * active[index] * (1 - active[index]))
        }
      }
      return Double(weight) * price / Double(units)
    }
  }
}

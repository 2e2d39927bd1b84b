public import Tensors

/// Codes that differ in one unit, from low to high through a common start.
public struct Traversal: Sendable {
  /// The code that all others stay at.
  public let start: [Float]
  /// How much of every unit is a step of one.
  public let spreads: [Float]
  /// Where the codes lie, in spreads from the start: evenly from −reach to reach.
  public let places: [Float]

  public init(start: [Float], spreads: [Float], reach: Float, steps: Int) {
    precondition(start.count == spreads.count && steps > 1, "a spread for every unit, two steps")
    (self.start, self.spreads) = (start, spreads)
    places = (0..<steps).map { reach * (2 * Float($0) / Float(steps - 1) - 1) }
  }

  /// `[step, unit]` codes in which only `unit` changes.
  public func codes(of unit: Int) -> Tensor {
    Tensor(
      places.flatMap { place in
        var code = start
        code[unit] += place * spreads[unit]
        return code
      }, shape: [places.count, start.count])
  }
}

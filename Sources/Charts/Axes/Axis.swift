internal import Foundation

/// One axis of a plot: its title with units, the range shown and how values lie along it.
public struct Axis: Sendable, Equatable {
  public enum Scale: Sendable { case linear, logarithmic }

  public var title: String
  public let range: ClosedRange<Double>
  public let scale: Scale
  /// Large values at the left or bottom, as for magnitudes drawn with bright ones on top.
  public var isReversed = false
  /// Ticks at whole numbers only, as for epochs and counts.
  public var wholeNumbers = false

  /// An axis that shows `range`; a range without extent, or too fine for its numbers, is widened,
  /// and a logarithmic one that is not positive becomes linear.
  public init(_ title: String, range: ClosedRange<Double>, scale: Scale = .linear) {
    self.title = title
    var (low, high) = (range.lowerBound, range.upperBound)
    // Differences and quotients of the ends stay finite.
    (low, high) = (min(max(low, -1e290), 1e290), min(max(high, -1e290), 1e290))
    let isLogarithmic = scale == .logarithmic && low > 1e-290
    if isLogarithmic {
      if high / low < 1.1 { (low, high) = (low / 1.5, high * 1.5) }
    } else {
      let least = max(max(abs(low), abs(high)) * 1e-9, 1e-280)
      if high - low < least {
        let margin = max(abs(low) * 0.1, low == 0 ? 1 : least)
        (low, high) = (low - margin, high + margin)
      }
    }
    self.range = low...high
    self.scale = isLogarithmic ? .logarithmic : .linear
  }

  /// An axis that shows all finite `values` (all positive ones where logarithmic), with `margin`
  /// as a part of the range added at both ends.
  public init(
    _ title: String, covering values: some Sequence<Double>, scale: Scale = .linear,
    margin: Double = 0.04
  ) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high {
      self.init(title, range: scale == .linear ? 0...1 : 0.1...1, scale: scale)
    } else if scale == .logarithmic {
      let factor = pow(high / low, margin)
      self.init(title, range: low / factor...high * factor, scale: scale)
    } else {
      let extra = (high - low) * margin
      self.init(title, range: low - extra...high + extra, scale: scale)
    }
  }

  /// Where `value` lies: 0 at the axis's beginning, 1 at its end; NaN where it has no place.
  public func fraction(_ value: Double) -> Double {
    let part =
      switch scale {
      case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      case .logarithmic:
        value > 0
          ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
          : -Double.infinity
      }
    // Far beyond the edge is as good as infinity, and Cairo's numbers end at 2²³.
    let bounded = part.isNaN ? part : min(max(part, -50), 50)
    return isReversed ? 1 - bounded : bounded
  }

  package func marks(atMost count: Int = 9) -> TickMarks {
    switch scale {
    case .linear: .linear(range, atMost: count, wholeNumbers: wholeNumbers)
    case .logarithmic: .logarithmic(range, atMost: count)
    }
  }

  /// As many ticks as fit along `length` without labels touching each other.
  func marks(along length: Double, vertical: Bool, on canvas: borrowing Canvas) -> TickMarks {
    let most = vertical ? min(9, max(2, Int(exactly: (length / 28).rounded(.down)) ?? 0)) : 9
    for count in stride(from: most, to: 2, by: -1) {
      let marks = marks(atMost: count)
      let places = marks.major.map { fraction($0.value) * length }.sorted()
      let gaps = zip(places.dropFirst(), places).map { $0 - $1 }
      let size =
        vertical
        ? Lettering.tick.size * 1.3
        : 10 + (marks.major.map { canvas.width(of: $0.label, .tick) }.max() ?? 0)
      if gaps.allSatisfy({ $0 >= size }) { return marks }
    }
    return marks(atMost: 2)
  }
}

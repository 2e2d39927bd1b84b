internal import Foundation

/// What one panel of `HistogramPanels` shows: counts, moments and the text with them.
struct HistogramContent: Sendable {
  let moments: Moments
  let range: ClosedRange<Double>
  /// The standard deviation of the frames' means.
  let frameSpread: Double?
  private let histogram: Histogram
  /// The normal curve beside the bars.
  private let normal: (mean: Double, spread: Double)

  init(
    _ values: [Float], range wanted: ClosedRange<Double>?,
    normal: (mean: Double, spread: Double)? = nil, frames: GroupMeans? = nil
  ) {
    moments = Moments(of: values)
    self.normal = normal ?? (moments.mean, moments.spread)
    frameSpread = frames?.spread
    let quantiles = Quantiles(of: values)
    func quantile(_ fraction: Double) -> Double { Double(quantiles.value(at: fraction) ?? 0) }
    let middle = wanted ?? quantile(0.001)...quantile(0.999)
    // The axis widens a range that has no extent.
    range = Axis("", range: middle).range
    let inside = max(quantiles.count, 1)
    let bins = Histogram.binCount(
      interquartileRange: quantile(0.75) - quantile(0.25), count: inside, range: range)
    histogram = Histogram(of: values, in: range, bins: bins)
  }

  /// The lines printed in the panel.
  var lines: [String] {
    guard moments.count > 0 else {
      return histogram.notFinite == 0
        ? ["no values"]
        : ["no finite values", "not finite \(NumberText.count(histogram.notFinite))"]
    }
    var lines = [
      "mean \(NumberText.rounded(moments.mean, digits: 4))",
      "spread \(NumberText.rounded(moments.spread))",
      "skewness \(NumberText.rounded(moments.skewness))",
      "kurtosis \(NumberText.rounded(moments.kurtosis))",
    ]
    if let frameSpread { lines.append("frames ±\(NumberText.rounded(frameSpread))") }
    let outside = histogram.below + histogram.above
    if outside > 0 {
      let percent = 100 * Double(outside) / Double(moments.count)
      lines.append("outside \(NumberText.rounded(percent, digits: 2)) %")
    }
    if histogram.notFinite > 0 {
      lines.append("not finite \(NumberText.count(histogram.notFinite))")
    }
    return lines
  }

  /// The highest of the bars and, where it is seen, of the curve.
  var highest: Double {
    histogram.counts.indices.reduce(1) {
      max($0, Double(histogram.counts[$1]), normalCount(at: centre(of: $1)))
    }
  }

  /// The bars as one outline, without seams between neighbours.
  func outline(in plot: PlotArea) -> [(x: Double, y: Double)] {
    var points = [(x: plot.box.x, y: plot.box.bottom)]
    for (bin, count) in histogram.counts.enumerated() {
      let y = count == 0 ? plot.box.bottom : plot.place(y: Double(count))
      let low = histogram.range.lowerBound + Double(bin) * histogram.binWidth
      points.append((x: plot.place(x: low), y: y))
      points.append((x: plot.place(x: low + histogram.binWidth), y: y))
    }
    points.append((x: plot.box.right, y: plot.box.bottom))
    return points
  }

  func normalCurve(in plot: PlotArea) -> [(x: Double, y: Double)] {
    guard normal.spread > 0 else { return [] }
    let steps = 240
    return (0...steps).map { step in
      let part = Double(step) / Double(steps)
      let value = range.lowerBound + part * (range.upperBound - range.lowerBound)
      return plot.place(x: value, y: max(normalCount(at: value), 1e-12))
    }
  }

  private func centre(of bin: Int) -> Double {
    histogram.range.lowerBound + (Double(bin) + 0.5) * histogram.binWidth
  }

  /// The count a bin at `value` would have, were the values normally distributed.
  private func normalCount(at value: Double) -> Double {
    guard normal.spread > 0 else { return 0 }
    let offset = (value - normal.mean) / normal.spread
    let density = exp(-0.5 * offset * offset) / (normal.spread * (2 * Double.pi).squareRoot())
    return Double(moments.count) * histogram.binWidth * density
  }
}

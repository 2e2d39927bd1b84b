internal import Foundation

/// Curves of true against false positives in one plot.
struct ROCPlot {
  let area: PlotArea
  /// A false-positive rate to mark.
  var markedRate: Double?

  static let mark = LineStyle(.softInk, width: 1, dashes: [2, 3])
  static let chance = LineStyle(.frame, width: 1.2, dashes: [4, 4])

  /// Ours is blue; the others follow in order.
  static func styles(of curves: [ROCChart.Curve]) -> [LineStyle] {
    LineStyle.scores(areOurs: curves.map(\.isOurs), thick: 3, thin: 1.5)
  }

  /// Where a logarithmic axis begins: a power of ten that shows the curves' first steps.
  static func lowestRate(of curves: [ROCChart.Curve]) -> Double {
    let rates = curves.compactMap { curve in
      curve.points.lazy.map(\.falsePositive).filter { $0 > 0 }.min()
    }
    let least = rates.min() ?? 0.01
    return pow(10, min(max((log10(least) + 1e-9).rounded(.down), -5), -2))
  }

  func draw(_ curves: [ROCChart.Curve], _ styles: [LineStyle], on canvas: borrowing Canvas) {
    area.drawGrid(on: canvas)
    canvas.clipped(to: area.box.inset(left: -2, top: -2, right: -2, bottom: -2)) {
      canvas.polyline(line([(0, 0), (1, 1)]), Self.chance)
      if let markedRate, markedRate >= area.x.range.lowerBound {
        let x = area.place(x: markedRate)
        canvas.line(from: (x: x, y: area.box.y), to: (x: x, y: area.box.bottom), Self.mark)
      }
      for isOurs in [false, true] {
        for (curve, style) in zip(curves, styles) where curve.isOurs == isOurs {
          canvas.polyline(line(curve.points), style)
          if curve.points.count == 1 {
            let place = area.place(
              x: curve.points[0].falsePositive, y: curve.points[0].truePositive)
            canvas.dot(x: place.x, y: place.y, radius: 2 + style.width, style.colour)
          }
        }
      }
    }
    area.drawAxes(on: canvas)
  }

  /// The curve in a plot; straight pieces are bent where the axis is logarithmic.
  private func line(
    _ points: [(falsePositive: Double, truePositive: Double)]
  ) -> [(x: Double, y: Double)] {
    let start = area.x.range.lowerBound
    guard area.x.scale == .logarithmic else {
      return points.map { area.place(x: $0.falsePositive, y: $0.truePositive) }
    }
    var line: [(x: Double, y: Double)] = []
    for (one, two) in zip(points, points.dropFirst()) where two.falsePositive >= start {
      let low = max(one.falsePositive, start)
      let run = two.falsePositive - one.falsePositive
      guard run > 0 else {
        line.append(area.place(x: low, y: one.truePositive))
        line.append(area.place(x: low, y: two.truePositive))
        continue
      }
      let pieces =
        Int(exactly: min(max(log(two.falsePositive / low) * 20, 1), 100).rounded(.down)) ?? 1
      for piece in 0...pieces {
        let x = low * pow(two.falsePositive / low, Double(piece) / Double(pieces))
        let part = (x - one.falsePositive) / run
        let rise = two.truePositive - one.truePositive
        line.append(area.place(x: x, y: one.truePositive + part * rise))
      }
    }
    return line
  }
}

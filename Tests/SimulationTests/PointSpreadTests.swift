import Foundation
import Simulation
import Testing

@Suite struct PointSpreadTests {
  static let cases = [2.9, 3.5, 4.5].flatMap { beta in [2.02, 3.0, 3.8].map { (beta, $0) } }

  private func height(_ gaussians: [EllipticalGaussian], at radius: Double) -> Double {
    gaussians.reduce(0) { $0 + $1.peak * exp(-radius * radius / (2 * $1.xx)) }
  }

  @Test(arguments: cases)
  func `the width at half maximum is the one asked for`(beta: Double, width: Double) {
    let gaussians = PointSpread(width: width, beta: beta).gaussians(atX: 0, y: 0)
    let light = gaussians.reduce(0) { $0 + $1.amplitude }
    #expect(abs(light - 1) < 1e-12)
    let half = height(gaussians, at: width / 2) / height(gaussians, at: 0)
    #expect(abs(half - 0.5) < 1e-6)
  }

  @Test(arguments: cases)
  func `it is a Moffat profile far into the wings`(beta: Double, width: Double) {
    let gaussians = PointSpread(width: width, beta: beta).gaussians(atX: 0, y: 0)
    let alpha = width / 2 / (pow(2, 1 / beta) - 1).squareRoot()
    for widths in [0, 0.5, 1, 2, 3, 4] {
      let radius = widths * width
      let moffat =
        (beta - 1) / (.pi * alpha * alpha) * pow(1 + pow(radius / alpha, 2), -beta)
      #expect(abs(height(gaussians, at: radius) / moffat - 1) < 0.07)
    }
  }

  @Test func `trends change the width across the frame`() {
    var spread = PointSpread(width: 3, beta: 3.5)
    spread.widthTrend = (0.1, 0, 0)
    let left = spread.gaussians(atX: -1, y: 0)[0].xx
    let right = spread.gaussians(atX: 1, y: 0)[0].xx
    #expect(abs((right / left).squareRoot() - 1.1 / 0.9) < 1e-9)
  }
}

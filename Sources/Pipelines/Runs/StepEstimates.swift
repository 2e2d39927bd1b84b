internal import Cutouts
internal import Foundation
internal import Networks

/// What the steps of a pipeline may take that have never run: room on the disk, and time by the
/// multiply-adds of the network and the measured speed of the processor.
///
/// Rough on purpose: right within a factor of two, which tells minutes from hours.
package struct StepEstimates {
  /// Multiply-adds a second of one thread, and how many threads there are.
  private let speed: Double
  private let threads: Int
  /// What the steps before have made, as far as it can be told.
  private var sources = 0
  private var bands = 5
  private var size = 64
  private var fields: Int?

  /// A field of SDSS shows about 550 sources.
  private static let sourcesInAField = 550
  /// Seconds in which a thread reads a field's five frames and finds and cuts its sources.
  private static let secondsOfAField = 4.0
  /// Which part of the processor's speed layers reach.
  private static let efficiency = 0.7

  package struct Estimate: Equatable, Sendable {
    package var bytes: Int?
    package var seconds: Double?

    package init(bytes: Int? = nil, seconds: Double? = nil) {
      (self.bytes, self.seconds) = (bytes, seconds)
    }
  }

  package init(speed: Double, threads: Int) {
    (self.speed, self.threads) = (speed, threads)
  }

  /// What the next step may take; nothing is known of one without a workload.
  package mutating func next(_ workload: StepWorkload?) -> Estimate {
    switch workload {
    case .simulating(let fields, let numbers):
      self.fields = fields
      return Estimate(bytes: fields * numbers * 4)
    case .cutting(let frames, let bands, let size):
      // SDSS has five.
      (self.bands, self.size) = (bands ?? 5, size)
      let fields = fields ?? max(Self.frames(in: frames) / max(self.bands, 1), 1)
      sources = fields * Self.sourcesInAField
      return Estimate(
        bytes: sources * self.bands * size * size * 4,
        seconds: Double(fields) * Self.secondsOfAField / Double(threads))
    case .training(let set, let epochs, let code):
      let count = known(set)
      guard count > 0 else { return Estimate() }
      let images = Double(count * epochs)
      return Estimate(
        seconds: time(images * Double(architecture(code: code).trainingMultiplyAdds)))
    case .encoding(let set, let passes):
      let count = known(set)
      guard count > 0 else { return Estimate() }
      let network = architecture(code: 30)
      // A row holds the code and some thirty numbers that are measured on the pixels.
      return Estimate(
        bytes: count * 4 * (network.codeCount + 30),
        seconds: time(Double(count * passes) * Double(network.forwardMultiplyAdds) / 2))
    case nil: return Estimate()
    }
  }

  private func time(_ multiplyAdds: Double) -> Double {
    multiplyAdds / (speed * Double(threads) * Self.efficiency)
  }

  /// The network that `pretrain` trains unless told otherwise: the bands and their stack.
  private func architecture(code: Int) -> Architecture {
    .aep(bands: bands + 1, size: max(size, 8) / 8 * 8, code: code)
  }

  /// How many cutouts a set holds, or will.
  private mutating func known(_ folder: String) -> Int {
    guard sources == 0, let set = try? CutoutSet(opening: folder) else { return sources }
    (sources, bands, size) = (set.count, set.bands.count, set.size)
    return sources
  }

  private static func frames(in files: [String]) -> Int {
    files.reduce(0) { sum, path in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
        isFolder.boolValue
      else { return sum + 1 }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return sum + names.count { $0.contains(".fits") }
    }
  }
}

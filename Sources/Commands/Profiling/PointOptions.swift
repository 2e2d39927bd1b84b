internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Tensors

/// The points that are grouped and searched.
struct PointOptions: ParsableArguments {
  @Option(
    help: "Native 32-bit floats [point, number] without a header. Default: made up, in 60 groups.",
    completion: .of(.file))
  var points: String?

  @Option(
    "Numbers of every point.",
    in: 1...4096)
  var width = 30

  @Option(
    "How many points are made up.",
    in: 1...10_000_000)
  var count = 140_000

  /// `[point, number]`.
  func read() throws -> Tensor {
    guard let points else { return madeUp }
    let file = try MappedFile(points)
    let row = width * MemoryLayout<Float>.stride
    guard file.bytes.count > 0, file.bytes.count % row == 0 else {
      throw CommandFailure(
        "cannot read points from \(points): its \(file.bytes.count) bytes are no whole number of "
          + "points of \(width) 32-bit floats; give the right --width")
    }
    return Tensor(uninitialized: [file.bytes.count / row, width]) { values in
      UnsafeMutableRawBufferPointer(values).copyMemory(from: file.bytes)
    }
  }

  private var madeUp: Tensor {
    var numbers = RandomNumbers(seed: 1)
    let centres = (0..<60 * width).map { _ in 2 * numbers.normal() }
    return Tensor(uninitialized: [count, width]) { values in
      for point in 0..<count {
        let group = numbers.integer(below: 60)
        for column in 0..<width {
          let value = centres[group * width + column] + numbers.normal()
          values.initializeElement(at: point * width + column, to: Float(value))
        }
      }
    }
  }
}

/// What every measurement on points is told beside its own options.
struct PointMeasurement: ParsableArguments {
  @Option(
    "Runs that are timed.",
    in: 1...100_000)
  var rounds = 5

  @OptionGroup var points: PointOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: MeasurementOptions

  /// The times of `rounds` runs, after one that is not counted.
  ///
  /// - Parameter body: does the work and says into how many equal shares its time is parted.
  func times(of body: () throws -> Int) throws -> RoundTimes {
    var times = RoundTimes(work.workers)
    for round in 0...rounds {
      let start = times.now
      let shares = try body()
      if round > 0 { times.add(since: start, shares: shares) }
    }
    return times
  }
}

/// The milliseconds of every round of a measurement.
struct RoundTimes: Encodable {
  private(set) var milliseconds: [Double] = []
  let threads: Int
  let kernels = Processor.kernels
  private let clock: WorkClock

  private enum CodingKeys: CodingKey { case milliseconds, threads, kernels }

  init(_ workers: Workers) {
    threads = workers.threads
    clock = WorkClock(workers)
  }

  var now: Double { clock.milliseconds }

  /// Adds the time since `start`, or its equal share.
  mutating func add(since start: Double, shares: Int = 1) {
    milliseconds.append((clock.milliseconds - start) / Double(shares))
  }
}

internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Foundation
internal import Tensors

/// `galaxy-aep profile kmeans`: the time of an iteration.
struct ProfileKMeans: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "kmeans",
    abstract: "Measure an iteration of k-means.",
    discussion: """
      A whole fit from given centres (the first points), over its iterations.

      Example: galaxy-aep profile kmeans --clusters 100 --threads 1
      """)

  @Option(
    "How many clusters.",
    in: 1...100_000)
  var clusters = 16

  @Option(
    "Iterations of every fit.",
    in: 1...100_000)
  var iterations = 10

  @OptionGroup var measurement: PointMeasurement

  var reads: [Artifact] { .some(.file, measurement.points.points) }
  var writes: [Artifact] { measurement.output.written }

  func run() throws {
    let (points, rounds) = (try measurement.points.read(), measurement.rounds)
    guard clusters > 0, clusters <= points.shape[0], iterations > 0, rounds > 0 else {
      throw CommandFailure(
        "cannot measure \(clusters) clusters, \(iterations) iterations and \(rounds) rounds on "
          + "\(points.shape[0]) points: ask for at least 1 of each, and no more clusters than points"
      )
    }
    let first = Tensor(
      points.values.prefix(clusters * points.shape[1]), shape: [clusters, points.shape[1]])
    let kmeans = KMeans(clusters: clusters, iterationLimit: iterations, tolerance: 0)
    let times = try measurement.times {
      try kmeans.fit(points, from: first, workers: measurement.work.workers).iterations
    }
    Terminal.shared.answer(
      "k-means  \(points.shape[0]) × \(points.shape[1]), \(clusters) clusters, "
        + "\(counted(times.threads, "thread")): \(number(median(times.milliseconds))) ms an iteration"
    )
    try measurement.output.write(times)
  }
}

/// `galaxy-aep profile neighbours`: the time of an exact search.
struct ProfileNeighbours: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "neighbours",
    abstract: "Measure the exact search for nearest neighbours.",
    discussion: """
      The index and the search of the first points among all of them.

      Example: galaxy-aep profile neighbours --queries 2000 --threads 1
      """)

  @Option(
    "How many points look for their neighbours.",
    in: 1...10_000_000)
  var queries = 2000

  @Option(
    "How many neighbours each finds.",
    in: 1...10_000)
  var neighbours = 10

  @OptionGroup var measurement: PointMeasurement

  var reads: [Artifact] { .some(.file, measurement.points.points) }
  var writes: [Artifact] { measurement.output.written }

  func run() throws {
    let (points, rounds) = (try measurement.points.read(), measurement.rounds)
    let (count, width) = (points.shape[0], points.shape[1])
    guard queries > 0, queries <= count, neighbours > 0, neighbours <= count, rounds > 0 else {
      throw CommandFailure(
        "cannot measure \(neighbours) neighbours of \(queries) points and \(rounds) rounds: ask for "
          + "at least 1 of each, and at most the \(count) points there are")
    }
    let asking = Tensor(points.values.prefix(queries * width), shape: [queries, width])
    let workers = measurement.work.workers
    let clock = WorkClock(workers)
    var searches: [Double] = []
    let times = try measurement.times {
      let index = try NearestNeighbours(among: points, workers: workers)
      let start = clock.milliseconds
      _ = try index.search(asking, count: neighbours, workers: workers)
      searches.append(clock.milliseconds - start)
      return 1
    }
    let time = median(times.milliseconds)
    Terminal.shared.answer(
      "neighbours  \(neighbours) of \(queries) points among \(count) × \(width), "
        + "\(counted(times.threads, "thread")): \(number(time)) ms, "
        + "\(Int(bounded: Double(queries) / time * 1e3)) points/s; the search alone "
        + "\(number(median(searches))) ms")
    try measurement.output.write(times)
  }
}

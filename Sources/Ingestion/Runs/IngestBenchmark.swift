public import Catalogs
internal import Cutouts
internal import Foundation
internal import Frames
internal import Tensors

/// How fast frames become cutouts and cutouts network input, part by part; for `Benchmarks/compare`.
public struct IngestBenchmark: Sendable {
  /// Rates of one thread's processor time, the best of several rounds.
  public struct Rates: Codable, Sendable {
    /// Cutouts of all bands copied into memory, their pixels found from positions on the sky.
    public var cutoutsPerSecond: Double
    /// The sum of all their pixels, to compare with others'.
    public var sum: Double
    /// Bytes of a set read a second, byte swap and asinh stretch included; nil without a set.
    public var setBytesPerSecond: Double?
  }

  private let rounds = 5

  public init() {}

  /// - Parameters:
  ///   - files: the frames of one field.
  ///   - set: the folder of a cutout set to read; nil leaves that out.
  public func run(
    files: [String], catalog: SkyCatalog, settings: IngestSettings, set: String?
  ) throws -> Rates {
    let fields = try FieldFiles.grouping(
      files, bands: settings.bands, reference: settings.reference)
    let field = try Field(reading: fields[0], workers: Workers(threads: 1))
    let (ra, dec) = (catalog.positions.map(\.ra), catalog.positions.map(\.dec))
    let area = settings.size * settings.size
    let length = area * field.frames.count
    let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: length * ra.count)
    defer { room.deallocate() }
    room.initialize(repeating: 0)
    let seconds = try best {
      for (band, frame) in field.frames.enumerated() {
        let places = try frame.wcs.pixels(ra: ra, dec: dec)
        for index in ra.indices {
          let start = index * length + band * area
          CutoutWindow(size: settings.size, x: places.x[index], y: places.y[index])?
            .copy(
              from: frame.plane,
              to: UnsafeMutableBufferPointer(rebasing: room[start..<start + area]))
        }
      }
    }
    return Rates(
      cutoutsPerSecond: Double(ra.count) / seconds, sum: room.reduce(0) { $0 + Double($1) },
      setBytesPerSecond: try set.map(reading))
  }

  private func reading(_ folder: String) throws -> Double {
    let set = try CutoutSet(opening: folder)
    let images = try StretchedCutouts(set, stretch: Stretch(.asinh, fittedTo: set))
    let batch = min(128, set.count)
    let room = UnsafeMutableBufferPointer<Float>.allocate(
      capacity: batch * images.imageShape.reduce(1, *))
    defer { room.deallocate() }
    var bytes = 0
    let seconds = try best {
      bytes = 0
      for start in stride(from: 0, through: set.count - batch, by: batch) {
        try images.fill(room, with: start..<start + batch)
        bytes += 4 * room.count
      }
    }
    return Double(bytes) / seconds
  }

  /// The least processor time that `body` takes.
  private func best(_ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = clock()
      try body()
      best = min(best, Double(clock() - start) / Double(CLOCKS_PER_SEC))
    }
    return best
  }
}

internal import FITS
internal import Files
internal import Foundation
internal import Frames
internal import Tensors

/// Cutouts that somebody else has made: one object a file, in its middle; cropped around it.
struct ReadyMadeCutouts: Sendable {
  private let id: String
  private let objects: [ReadyMadeObject]
  /// Files left out; empty unless broken files are tolerated.
  let unreadable: [FrameInventory.Unreadable]

  /// What is not as it should be about the files.
  var remarks: [FileRemark] { objects.flatMap(\.remarks) }

  /// - Parameter keepsGoing: files that cannot be read are left out and listed, as long as one can.
  init(
    _ batch: ReadyMadeBatch, settings: IngestSettings, workers: Workers, decoder: TileDecoder?,
    keepsGoing: Bool = false
  ) throws {
    let outcomes = workers.map(batch.paths.count) { index in
      Result {
        try ReadyMadeObject(reading: batch.paths[index], settings: settings, decoder: decoder)
      }
    }
    var objects: [ReadyMadeObject] = []
    var unreadable: [FrameInventory.Unreadable] = []
    var first: (any Error)?
    for (path, outcome) in zip(batch.paths, outcomes) {
      do {
        objects.append(try outcome.get())
      } catch  where keepsGoing {
        first = first ?? error
        unreadable.append((path, "\(error)"))
      }
    }
    if objects.isEmpty, let first { throw first }
    id = batch.id
    self.objects = objects
    self.unreadable = unreadable
  }

  /// The zero points that all objects share; none where they differ, as a file has room for one set.
  private func zeroPoints(of objects: [ReadyMadeObject]) -> [Double] {
    guard let first = objects.first?.zeroPoints,
      objects.allSatisfy({ $0.zeroPoints == first })
    else { return [] }
    return first
  }

  func content(settings: IngestSettings) -> ShardContent {
    var counts = IngestCounts()
    counts.found = objects.count
    let kept = objects.filter { Double($0.record.edgeFraction) <= settings.largestMissing }
    counts.kept = kept.count
    counts.droppedAsMissing = objects.count - kept.count
    let hasWeights =
      settings.weights == .always
      || settings.weights == .whereGiven && kept.contains { $0.inverseVariance != nil }
    return ShardContent(
      id: id, records: kept.map(\.record),
      dropped: objects.filter { Double($0.record.edgeFraction) > settings.largestMissing }.map {
        DroppedSource(
          id: $0.record.id, ra: $0.record.ra, dec: $0.record.dec, x: $0.record.x, y: $0.record.y,
          mag: $0.record.mag, reason: "BLANK", catalogRow: nil)
      },
      counts: counts, unit: objects.first?.unit ?? "count",
      pixelScale: objects.first?.pixelScale ?? 1, frames: [], zeroPoints: zeroPoints(of: kept),
      offsets: [],
      fill: { index, pixels in _ = pixels.update(fromContentsOf: kept[index].pixels) },
      fillWeights: hasWeights
        ? { index, pixels in
          let object = kept[index]
          if let given = object.inverseVariance {
            _ = pixels.update(fromContentsOf: given)
          } else {
            let area = pixels.count / object.record.noise.count
            for band in object.record.noise.indices {
              let noise = object.record.noise[band]
              for place in band * area..<(band + 1) * area { pixels[place] = 1 / (noise * noise) }
            }
          }
        } : nil)
  }
}

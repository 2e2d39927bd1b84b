internal import FITS
internal import Files
internal import Foundation
internal import Frames
internal import Surveys
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
    _ batch: ReadyMadeBatch, settings: IngestSettings, surveys: SurveyLibrary, workers: Workers,
    decoder: TileDecoder?, keepsGoing: Bool = false
  ) throws {
    let outcomes = workers.map(batch.paths.count) { index in
      Result {
        try ReadyMadeObject(
          reading: batch.paths[index], named: batch.names[index], settings: settings,
          surveys: surveys, decoder: decoder)
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

  /// The bands in which every object has a zero point.
  private func isCalibrated(_ objects: [ReadyMadeObject], bands: Int) -> [Bool] {
    (0..<bands).map { band in objects.allSatisfy { $0.isCalibrated[band] } }
  }

  /// What is remarked of any of them, once a band.
  private func remarks(
    _ objects: [ReadyMadeObject], bands: [String]
  ) -> [(band: String, remark: FrameRemark)] {
    bands.enumerated().flatMap { index, band in
      FrameRemark.Kind.allCases.compactMap { kind in
        objects.lazy.flatMap { $0.frameRemarks[index] }.first { $0.kind == kind }.map { (band, $0) }
      }
    }
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
      pixelScale: objects.first?.pixelScale ?? 1, frames: [],
      isCalibrated: isCalibrated(kept, bands: settings.bands.count),
      remarks: remarks(kept, bands: settings.bands),
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

internal import Frames
internal import Planes
package import Sky
internal import Sources
package import Tensors

/// The sources that SEP finds and parts in the sum of a field's bands, as `ingest` does.
package struct FieldDetection: Sendable {
  /// `[y, x]` of the reference band: the sum of the bands over its noise, less its sky; NaN where missing.
  package let light: [Float]
  /// `[y, x]`: the number of the source, from 1; 0: none.
  package let numbers: [Int32]
  /// Of the sources by their numbers.
  package let positions: [SkyPosition]

  package init(in image: FieldImage, workers: Workers) throws {
    let (field, reference) = (image.field, image.reference)
    let place = field.frames.firstIndex { $0.band == reference.band } ?? 0
    let shown = field.frames[max(0, place - 1)...min(place + 1, field.frames.count - 1)]
    let detector = SourceDetector(DetectionSettings().forBands(shown.count))
    let name = "the sum of bands \(shown.map(\.band).joined(separator: ", ")) of field \(field.id)"
    let sum = try SummedBands(Array(shown), on: reference, name: name, workers: workers)
    let background = try Background(of: sum.plane, settings: detector.settings, name: name)
    let measured = sum.referenceLight.map { (reference.plane, $0) }
    let (detections, segments) = try detector.segmented(
      in: sum.plane, background: background, measuringIn: measured, name: name, workers: workers)
    let noise = background.noise
    light = try background.subtracted(from: sum.plane, name: name).map { $0 / noise }
    numbers = segments.numbers
    positions = try reference.wcs.sky(x: detections.map(\.x), y: detections.map(\.y)).map {
      SkyPosition(ra: $0.ra, dec: $0.dec)
    }
  }

  /// Of every source the share of its pixels that are among some.
  func shares(of some: [Bool]) -> [Double] {
    var counts = positions.map { _ in (own: 0, all: 0) }
    for (place, number) in numbers.enumerated() where number > 0 {
      counts[Int(number) - 1].all += 1
      if some[place] { counts[Int(number) - 1].own += 1 }
    }
    return counts.map { Double($0.own) / Double(max($0.all, 1)) }
  }
}

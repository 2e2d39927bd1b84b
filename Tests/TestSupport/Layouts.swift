package import Cutouts
package import FITS
internal import Files
internal import Foundation
package import Ingestion
internal import Tensors
internal import Testing

/// One painted sky written in any layout, and the set that its plain SDSS frames give.
package struct Layouts {
  package var sky = PaintedSky.crowd(6, 4)
  package let folder: String

  package init(sky: PaintedSky = .crowd(6, 4), folder: String) {
    (self.sky, self.folder) = (sky, folder)
  }

  package func ingest(
    _ files: [String], into name: String, keepsGoing: Bool = false,
    _ change: (inout IngestSettings) -> Void = { _ in },
    warn: (IngestWarning) -> Void = { _ in }
  ) throws -> (set: CutoutSet, summary: IngestSummary) {
    var settings = IngestSettings()
    settings.size = 32
    change(&settings)
    var ingestion = Ingestion(
      settings, out: "\(folder)/\(name)",
      provenance: Provenance(program: "galaxy-aep test", command: "galaxy-aep ingest"),
      workers: Workers(threads: 2))
    ingestion.keepsGoing = keepsGoing
    ingestion.decoder = nil
    let summary = try ingestion.run(files: files, warn: warn)
    return (try CutoutSet(opening: "\(folder)/\(name)"), summary)
  }

  /// What the SDSS layout gives.
  package func reference() throws -> CutoutSet {
    let frames = "\(folder)/sdss"
    try FileManager.default.createDirectory(atPath: frames, withIntermediateDirectories: true)
    try sky.write(to: frames)
    return try ingest([frames], into: "reference").set
  }

  /// A file of one image with the band's header, changed.
  package func write(
    _ band: String, as name: String, _ change: (inout Header) -> Void = { _ in }
  ) throws -> String {
    let plane = sky.plane(band)
    var header = sky.header(band)
    change(&header)
    var document = FITSDocument()
    document.add(Image(shape: [plane.height, plane.width], pixels: plane.pixels), header: header)
    let path = "\(folder)/\(name)"
    try document.write(to: path)
    return path
  }

  /// The same cutouts of the same sources, whatever the field is called.
  package static func expectSame(_ set: CutoutSet, _ other: CutoutSet) {
    #expect(set.bands == other.bands && set.count == other.count)
    guard set.count == other.count else { return }
    for index in 0..<set.count {
      let (one, two) = (set.records[index], other.records[index])
      #expect(one.x == two.x && one.y == two.y && one.offsets == two.offsets)
      #expect(one.flux == two.flux && one.noise == two.noise && one.flags == two.flags)
      #expect(set.cutout(index) == other.cutout(index))
    }
  }
}

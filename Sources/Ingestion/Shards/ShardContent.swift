internal import Cutouts
internal import Frames
internal import Planes
internal import Sky

/// What goes into the files of one field, wherever it comes from.
struct ShardContent {
  let id: String
  let records: [CutoutRecord]
  let dropped: [DroppedSource]
  let counts: IngestCounts
  let unit: String
  /// Arcseconds a pixel.
  let pixelScale: Double
  /// The frame of every band: file, unit and verdict on its checksum.
  let frames: [(path: String, hdu: Int, checksum: String)]
  /// The magnitude of unit flux in every band; empty where every source has its own.
  let zeroPoints: [Double]
  let offsets: [BandOffset?]
  let fill: (Int, UnsafeMutableBufferPointer<Float>) throws -> Void
  let fillWeights: ((Int, UnsafeMutableBufferPointer<Float>) throws -> Void)?
}

extension ShardContent {
  init(_ cutouts: FieldCutouts, of field: Field, settings: IngestSettings) throws(SurveyError) {
    let reference = try field.reference(settings)
    self.init(
      id: field.id, records: cutouts.records, dropped: cutouts.dropped, counts: cutouts.counts,
      unit: reference.unit, pixelScale: settings.pixelScale ?? reference.wcs.pixelScale,
      frames: field.frames.map { ($0.path, $0.hdu, $0.checksum.word) },
      zeroPoints: field.frames.map(\.zeroPoint), offsets: cutouts.offsets, fill: cutouts.fill,
      fillWeights: cutouts.fillWeights)
  }

  /// What a user should know.
  var warnings: [IngestWarning] {
    let damaged = frames.filter { $0.checksum == "wrong" }.map { frame in
      "the checksum of \(frame.path) does not fit its bytes: it was changed or damaged; its "
        + "cutouts are flagged (FLAGS \(CutoutFlags.checksumWrong.rawValue))"
    }
    let displaced = offsets.compactMap { offset in
      offset.flatMap { $0.isSerious ? $0.warning(field: id) : nil }
    }
    return (damaged + displaced).map(IngestWarning.init)
  }
}

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
  /// Whether the light of every band is in nanomaggies.
  let isCalibrated: [Bool]
  /// What is to be told of the frames.
  let remarks: [(band: String, remark: FrameRemark)]
  let offsets: [BandOffset?]
  /// The width of a point in the reference band, in the cutouts' pixels; nil where it is not known.
  var width: Double?
  /// How many pixels of every band held numbers beyond all light.
  var unphysical: [(band: String, count: Int)] = []
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
      isCalibrated: field.frames.map(\.isCalibrated),
      remarks: field.frames.flatMap { frame in frame.quality.remarks.map { (frame.band, $0) } },
      offsets: cutouts.offsets, fill: cutouts.fill, fillWeights: cutouts.fillWeights)
    width = cutouts.width
    unphysical = field.frames.map { ($0.band, $0.plane.unphysicalCount) }
  }

  /// What a user should know.
  var warnings: [IngestWarning] {
    let strange = unphysical.filter { $0.count > 0 }.map { band, count in
      "\(count) pixel\(count == 1 ? "" : "s") of band \(band) of field \(id) hold\(count == 1 ? "s" : "") more than "
        + "any light, and \(count == 1 ? "is" : "are") taken for missing"
    }
    let damaged = frames.filter { $0.checksum == "wrong" }.map { frame in
      "the checksum of \(frame.path) does not fit its bytes: it was changed or damaged; its "
        + "cutouts are flagged (FLAGS \(CutoutFlags.checksumWrong.rawValue))"
    }
    let displaced = offsets.compactMap { offset in
      offset.flatMap { $0.isSerious ? $0.warning(field: id) : nil }
    }
    return (damaged + strange + displaced).map(IngestWarning.init)
  }
}

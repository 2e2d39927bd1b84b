internal import Catalogs
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Frames
internal import Planes

/// Writes the cutouts of fields as the files of a cutout set.
struct ShardWriter {
  let settings: IngestSettings
  let provenance: Provenance
  /// Tells this run's files from another's.
  let fingerprint: String
  /// Where positions come from; nil where sources were detected.
  let catalog: SkyCatalog?

  /// How many files a field with `count` cutouts takes.
  func parts(_ count: Int) -> Int {
    (count + settings.shardSize - 1) / settings.shardSize
  }

  /// Writes a field's cutouts; a field without any writes no file.
  ///
  /// - Parameter path: of the field's files, numbered from 0.
  func write(_ content: ShardContent, to path: (_ part: Int) -> String) throws {
    let parts = parts(content.records.count)
    for part in 0..<parts {
      let start = part * settings.shardSize
      let range = start..<min(start + settings.shardSize, content.records.count)
      let records = Array(content.records[range])
      let shape = [records.count, settings.bands.count, settings.size, settings.size]
      var document = FITSDocument()
      document.add(imageShape: shape, header: header(content, part: part, of: parts)) {
        index, pixels in try content.fill(start + index, pixels)
      }
      document.add(
        CutoutColumns.table(
          records, bands: settings.bands, unit: content.unit,
          zeroPoints: content.isCalibrated.map { _ in Magnitudes.zeroPoint }),
        header: flagsHeader, name: CutoutColumns.tableName)
      if part == 0, !content.dropped.isEmpty {
        document.add(
          DroppedSource.table(content.dropped), header: Header(), name: DroppedSource.tableName)
      }
      if let fillWeights = content.fillWeights {
        document.add(
          imageShape: shape, header: weightsHeader(content), name: CutoutShard.inverseVariance
        ) { index, pixels in try fillWeights(start + index, pixels) }
      }
      var provenance = provenance
      // Of all frames, those of this field.
      provenance.inputs =
        content.frames.map { Artifact(.frames, $0.path) }
        + provenance.inputs.filter { $0.kind != .frames && $0.kind != .positions }
        + (catalog.map { [Artifact(.positions, $0.source)] } ?? [])
      try document.write(to: path(part), provenance: provenance)
    }
  }

  private func header(_ content: ShardContent, part: Int, of parts: Int) -> Header {
    typealias Key = CutoutShard.Key
    let counts = content.counts
    var header = Header()
    header.set("BUNIT", .string(content.unit), comment: "unit of the pixels")
    header.set(
      Key.bands, .string(settings.bands.joined(separator: ",")), comment: "bands along axis 3")
    header.set(Key.reference, .string(settings.reference), comment: "X, Y and MAG are of it")
    header.set(
      Key.pixelScale, .double(rounded(content.pixelScale)), comment: "[arcsec] a pixel")
    header.set(Key.field, .string(content.id), comment: "name of the field")
    header.set(Key.part, .int(part + 1), comment: "of the field's files this is number")
    header.set(Key.parts, .int(parts), comment: "files of this field")
    header.set(Key.found, .int(counts.found), comment: "sources found in the field")
    header.set(Key.kept, .int(counts.kept), comment: "of them with a cutout")
    header.set(Key.droppedEdge, .int(counts.droppedAtEdge), comment: "dropped: outside the frame")
    header.set(Key.droppedMissing, .int(counts.droppedAsMissing), comment: "dropped: blank pixels")
    header.set(
      Key.duplicates, .int(counts.duplicates), comment: Self.duplicates(counts.duplicates).comment)
    if counts.artificial > 0 {
      header.set(Key.artificial, .int(counts.artificial), comment: "cutouts of artificial stars")
    }
    if counts.injected > 0 {
      header.set(Key.injected, .int(counts.injected), comment: "artificial stars put in")
    }
    header.set(Key.fill, .double(Double(settings.fillValue)), comment: "value of missing pixels")
    header.set(Key.run, .string(fingerprint), comment: "settings and inputs of the run")
    for (index, frame) in content.frames.prefix(settings.bands.count).enumerated() {
      let name = FileName.last(of: frame.path)
      header.set(
        "FRAME\(index + 1)", .string(FieldName.ascii(name)),
        comment: "of \(settings.bands[index])")
      header.set("FRHDU\(index + 1)", .int(frame.hdu), comment: "its unit, from 0")
      header.set("FRSUM\(index + 1)", .string(frame.checksum), comment: "what its checksums said")
    }
    for (index, isCalibrated) in content.isCalibrated.prefix(settings.bands.count).enumerated() {
      header.set(
        Key.zeroPoint(ofBand: index), .double(Magnitudes.zeroPoint),
        comment: "[mag] of unit flux in \(settings.bands[index])"
          + (isCalibrated ? "" : ", relative"))
      header.set(
        Key.isCalibrated(band: index), .bool(isCalibrated),
        comment: "AB by a zero point of the frame")
    }
    if let widths = content.records.first?.seeing, widths.count == settings.bands.count {
      for (index, width) in widths.enumerated() where width.isFinite {
        header.set(
          Key.seeing(ofBand: index), .double(rounded(Double(width) * content.pixelScale)),
          comment: "[arcsec] width of the point spread in \(settings.bands[index])")
      }
    }
    for (index, offset) in content.offsets.enumerated() {
      guard let offset else { continue }
      let what = "\(offset.band) by \(offset.sources) sources"
      header.set("WCSDX\(index + 1)", .double(hundredths(offset.dx)), comment: "[pix] \(what)")
      header.set("WCSDY\(index + 1)", .double(hundredths(offset.dy)), comment: "[pix] \(what)")
    }
    header.add(
      comment: "Axes: x, y, band, cutout. The source lies at 0-based column")
    header.add(comment: "n/2 + OFFSET_X and row n/2 + OFFSET_Y. Missing pixels are FILLVAL.")
    if settings.pixelScale != nil {
      header.add(comment: "Resampled by Lanczos-3; A, B and HALFLIGHT in pixels of the cutout.")
    }
    return header
  }

  /// How many cutouts of a field are of sources that an earlier one has too.
  static func duplicates(_ count: Int) -> Card {
    Card(CutoutShard.Key.duplicates, .int(count), comment: "cutouts of earlier sources again")
  }

  private func weightsHeader(_ content: ShardContent) -> Header {
    var header = Header()
    header.set("BUNIT", .string("\(content.unit)**(-2)"), comment: "unit of 1/sigma**2")
    header.add(comment: "Inverse variance of every pixel of the primary image; 0: no weight.")
    return header
  }

  private var flagsHeader: Header {
    var header = Header()
    for (flag, meaning) in CutoutFlags.meanings {
      header.add(comment: "FLAGS \(flag.rawValue): \(meaning)")
    }
    return header
  }

  /// Six digits: the scale is measured on a curved sky, no more of it is meaningful.
  private func rounded(_ scale: Double) -> Double {
    (scale * 1e6).rounded() / 1e6
  }

  private func hundredths(_ number: Double) -> Double {
    (number * 100).rounded() / 100
  }
}

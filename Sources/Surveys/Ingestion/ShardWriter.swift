internal import FITS
internal import Files
internal import Foundation

/// Writes the cutouts of fields as the files of a cutout set.
struct ShardWriter {
  let folder: String
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

  /// Writes a field's cutouts to the files `first`, `first + 1`, …; a field without any writes none.
  func write(_ cutouts: FieldCutouts, of field: Field, first: Int) throws {
    let parts = parts(cutouts.records.count)
    for part in 0..<parts {
      let start = part * settings.shardSize
      let range = start..<min(start + settings.shardSize, cutouts.records.count)
      let records = Array(cutouts.records[range])
      let reference = try field.reference(settings)
      var document = FITSDocument()
      document.add(
        imageShape: [records.count, settings.bands.count, settings.size, settings.size],
        header: header(cutouts.counts, field, reference, part: part, of: parts)
      ) { index, pixels in cutouts.fill(start + index, pixels) }
      document.add(
        CutoutColumns.table(
          records, bands: settings.bands, unit: reference.unit, classes: catalog?.sealedClasses),
        header: flagsHeader, name: CutoutColumns.tableName)
      if part == 0, !cutouts.dropped.isEmpty {
        document.add(
          DroppedSource.table(cutouts.dropped), header: Header(), name: DroppedSource.tableName)
      }
      var provenance = provenance
      provenance.inputs = field.frames.map(\.path) + (catalog.map { [$0.source] } ?? [])
      try document.write(
        to: CutoutShard.path(first + part, in: folder), provenance: provenance)
    }
  }

  private func header(
    _ counts: IngestCounts, _ field: Field, _ reference: Frame, part: Int, of parts: Int
  ) -> Header {
    typealias Key = CutoutShard.Key
    var header = Header()
    header.set("BUNIT", .string(reference.unit), comment: "unit of the pixels")
    header.set(
      Key.bands, .string(settings.bands.joined(separator: ",")), comment: "bands along axis 3")
    header.set(Key.reference, .string(settings.reference), comment: "sources are found in it")
    header.set(
      Key.pixelScale, .double(rounded(reference.wcs.pixelScale)), comment: "[arcsec] a pixel")
    header.set(Key.field, .string(field.id), comment: "run, camera column and field")
    header.set(Key.part, .int(part + 1), comment: "of the field's files this is number")
    header.set(Key.parts, .int(parts), comment: "files of this field")
    header.set(Key.found, .int(counts.found), comment: "sources found in the field")
    header.set(Key.kept, .int(counts.kept), comment: "of them with a cutout")
    header.set(Key.droppedEdge, .int(counts.droppedAtEdge), comment: "dropped: outside the frame")
    header.set(Key.droppedMissing, .int(counts.droppedAsMissing), comment: "dropped: blank pixels")
    header.set(Key.run, .string(fingerprint), comment: "settings and inputs of the run")
    header.add(
      comment: "Axes: x, y, band, cutout. The source lies at 0-based column")
    header.add(comment: "n/2 + OFFSET_X and row n/2 + OFFSET_Y. Missing pixels are 0.")
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
}

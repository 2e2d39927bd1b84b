import Catalogs
import Charts
import Cutouts
import FITS
import Files
import Frames
import Ingestion
import Judging
import Labels
import Networks
import Pictures
import Pipelines
import Planes
import Reports
import Surveys
import Tables
import Teaching
import Tensors

extension Reader {
  static let packed = ["gzip", "bzip2"].map { name in
    Reader.exact(name) { path in
      let file = try Decompression.contents(of: path, limit: 1 << 24)
      // What no longer begins like a compressed file is a plain one; what follows a sound stream is told.
      guard !file.isMapped else { throw FileError("\(path) is not compressed") }
      if let remark = file.remarks.first { throw FileError("\(remark)") }
      return withExtendedLifetime(file) {
        file.bytes.reduce(into: Hasher()) { $0.combine($1) }.finalize()
      }
    }
  }

  static let fits = [
    // Structure, headers, images, tables, world coordinates: all that a file has.
    Reader("fits") { path in
      let file = try FITSFile(reading: path, limit: 1 << 24)
      for unit in 0..<file.unitCount {
        _ = try? file.image(of: unit)
        _ = try? file.table(of: unit)
        _ = try? WCS(header: try file.header(of: unit)).pixels(ra: [10, 20], dec: [20, 0])
        _ = file.checksumVerdict(of: unit)
      }
    },
    Reader("sky") { path in
      let file = try FITSFile(reading: path, limit: 1 << 24)
      let sky = try WCS(header: try file.header(of: 0))
      _ = try sky.pixels(ra: [10, 180, 360, -1], dec: [20, 0, 90, -90])
      _ = sky.pixelScale
    },
    // What ingest makes of a frame, up to cutouts.
    Reader("frame") { path in
      let folder = try Scratch()
      _ = try? FrameInventory.bands(of: [path])
      var settings = IngestSettings()
      settings.bands = ["r"]
      settings.size = 16
      var ingestion = Ingestion(
        settings, out: folder.path, provenance: Provenance(command: "mutants"),
        workers: Workers(threads: 1))
      ingestion.decoder = nil
      _ = try ingestion.run(files: [path])
    },
    Reader.exact("cutouts") { path in
      let folder = try Scratch()
      try folder.copy(path, as: CutoutShard.fileName(0))
      let set = try CutoutSet(opening: folder.path)
      var hasher = Hasher()
      for index in 0..<set.count {
        hasher.combine(set.cutout(index).map(\.bitPattern))
        hasher.combine(set.inverseVariance(index)?.map(\.bitPattern))
        hasher.combine(set.records[index].id)
        hasher.combine(set.records[index].flux.map(\.bitPattern))
      }
      return hasher.finalize()
    },
    Reader("labelmap") { path in
      let file = try FITSFile(reading: path, limit: 1 << 24)
      let unit = try file.unit(named: "CLASS")
      let sky = try WCS(header: try file.header(of: unit))
      let grid = LabelMap.Grid(name: "x", width: 64, height: 64, wcs: sky)
      _ = try? TrueField(reading: path, on: grid)
      let given = try LabelMapFiles([path]).path(of: "x", isOnly: true)
      _ = try LabelMap(reading: given, on: grid, decoder: nil)
    },
    Reader("segments") { path in _ = try MappedField(reading: path) },
  ]

  static let tables = [
    Reader.exact("scores") { path in
      let table = try SourceTable(reading: path, anyOf: TableName.allCases, maker: "cluster")
      _ = try table.texts(.id)
      _ = try? table.codes()
      return table.table.digest
    },
    Reader("catalog") { path in
      let found = try? LabelledCatalog(reading: path)
      let sky = try SkyCatalog(reading: path)
      _ = (found, sky)
    },
    Reader("votable") { path in
      _ = try? VOTableOutline(of: path)
      _ = try SkyCatalog(reading: path)
    },
    Reader("classes") { path in _ = try ClassLabels(reading: path) },
  ]

  static let learned = [
    Reader("safetensors") { path in
      let file = try SafetensorsFile(reading: path)
      for name in file.names {
        _ = try? file.tensor(name)
        _ = try? file.unsignedIntegers(name)
      }
    },
    Reader.exact("model") { path in
      let read = try ModelFile.read(path, workers: Workers(threads: 1))
      var hasher = Hasher()
      hasher.combine(read.metadata.fingerprint)
      return hasher.finalize()
    },
    Reader("checkpoint") { path in _ = try Checkpoint(reading: path) },
  ]

  static let texts = [
    Reader("survey") { path in _ = try Survey(reading: path) },
    Reader("pipeline") { path in _ = try Pipeline(contentsOf: path) },
    Reader("evaluation") { path in
      _ = try? LearningResult(reading: path)
      _ = try ReportedEvaluation(reading: path)
    },
    // Whatever it is: by its first bytes and its name.
    Reader("info") { path in _ = try FileFacts(of: path, withLayers: true) },
  ]

  static let pictures = [
    Reader.exact("png") { path in
      _ = try? PNGText.read(path)
      return try Picture.readPNG(path).bytes.hashValue
    },
    Reader("idx") { path in
      let digits = try Digits(reading: path)
      let shape = digits.imageShape.reduce(1, *)
      let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: shape)
      defer { room.deallocate() }
      for index in 0..<min(digits.count, 100) { try digits.fill(room, with: [index]) }
    },
    Reader("cifar") { path in
      let file = try CIFARFile(reading: path)
      let room = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3072)
      defer { room.deallocate() }
      for index in 0..<min(file.count, 100) { file.read(index, into: room) }
    },
  ]
}

internal import Cutouts
internal import FITS
public import Files
internal import Foundation
internal import Sky

/// Files of small pictures made into a cutout set that is used like any other: one shard after the
/// other, pixels from 0 to 1 with a sky of 0 and a noise of 1, no place on any sky.
///
/// Labels go to a file of their own, which no step that learns without them is ever given.
public struct PictureIngestion: Sendable {
  public var dataset: PictureDataset
  public var out: String
  /// Where the labels go, if the files have any.
  public var labels: String
  public var replacing: Bool
  /// Whether each image is set upright by its own second moments.
  public var upright = false
  public var provenance: Provenance
  package var shardSize = 10_000

  public init(
    _ dataset: PictureDataset, out: String, labels: String, replacing: Bool,
    provenance: Provenance
  ) {
    (self.dataset, self.out, self.labels) = (dataset, out, labels)
    (self.replacing, self.provenance) = (replacing, provenance)
  }

  public struct Summary: Sendable, Equatable {
    public var images = 0
    public var size = 0
    public var labelled = 0
  }

  /// Images, and what each shows where that is known.
  private struct Source {
    var name: String
    var images: any ByteImages
    var labels: [String]?
  }

  public func run(files: [String]) throws -> Summary {
    let sources = try sources(files)
    guard let first = sources.first?.images else {
      throw SurveyError("cannot ingest: none of the files holds images")
    }
    for source in sources where source.images.size != first.size {
      throw SurveyError(
        "cannot ingest \(source.images.path) with \(first.path): its images are "
          + "\(source.images.size) pixels wide, the others \(first.size)")
    }
    guard Set(sources.map(\.name)).count == sources.count else {
      throw SurveyError(
        "cannot ingest the files: two of them are called "
          + "\(Self.name(of: first.path)); their images could not be told apart")
    }
    let run = try fingerprint(of: sources)
    try CutoutShard.clear(out, replacing: replacing, for: run, before: "ingest")
    var (index, summary) = (0, Summary(size: first.size))
    var labelled: [(id: String, name: String)] = []
    for source in sources {
      for start in stride(from: 0, to: source.images.count, by: shardSize) {
        try write(source, start..<min(start + shardSize, source.images.count), as: index, of: run)
        index += 1
      }
      summary.images += source.images.count
      for (number, name) in (source.labels ?? []).enumerated() {
        labelled.append((Self.id(source.name, number), name))
      }
    }
    summary.labelled = labelled.count
    if !labelled.isEmpty { try PictureLabels.write(labelled, to: labels) }
    return summary
  }

  // MARK: Files

  private func sources(_ files: [String]) throws -> [Source] {
    switch dataset {
    case .cifar10:
      return try files.map { path in
        let file = try CIFARFile(reading: path)
        return Source(
          name: Self.name(of: path), images: file,
          labels: file.labels.map { CIFARFile.classNames[Int($0)] })
      }
    case .mnist:
      let labels = try files.filter { $0.contains("idx1") }.map { path in
        (name: Self.name(of: path), values: try DigitLabels(reading: path).values)
      }
      let images = try files.filter { !$0.contains("idx1") }.map { path in
        let images = try DigitImages(reading: path)
        let name = Self.name(of: path)
        let own = labels.first { $0.name == name }?.values
        if let own, own.count != images.count {
          throw SurveyError(
            "cannot ingest \(path): it has \(images.count) images, but there are \(own.count) "
              + "labels of that name")
        }
        return Source(name: name, images: images, labels: own?.map { "\($0)" })
      }
      if let lonely = labels.first(where: { label in !images.contains { $0.name == label.name } }) {
        throw SurveyError(
          "cannot ingest labels called \(lonely.name): the images they belong to are not given")
      }
      return images
    }
  }

  /// "train" of "train-images-idx3-ubyte.gz", "data_batch_1" of "data_batch_1.bin".
  private static func name(of path: String) -> String {
    let file = FileName.last(of: path)
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    return stem.split(separator: "-").first.map(String.init) ?? stem
  }

  private static func id(_ name: String, _ number: Int) -> String {
    let digits = String(number)
    return "\(name)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
  }

  // MARK: Shards

  private func write(
    _ source: Source, _ range: Range<Int>, as index: Int, of run: String
  ) throws {
    let images = source.images
    var document = FITSDocument()
    document.add(
      imageShape: [range.count, images.channels.count, images.size, images.size],
      header: header(source, run)
    ) { number, pixels in
      images.read(range.lowerBound + number, into: pixels)
      guard upright else { return }
      let area = images.size * images.size
      for first in stride(from: 0, to: pixels.count, by: area) {
        Slant.remove(
          from: UnsafeMutableBufferPointer(rebasing: pixels[first..<first + area]),
          size: images.size)
      }
    }
    let records = range.map { record($0, of: source) }
    document.add(
      CutoutColumns.table(records, bands: images.channels, unit: ""),
      header: Header(), name: CutoutColumns.tableName)
    var provenance = provenance
    provenance.inputs = [Artifact(.pictures, images.path)]
    try document.write(to: CutoutShard.path(index, in: out), provenance: provenance)
  }

  /// What tells this run from another: its files, what they hold, and the choices.
  private func fingerprint(of sources: [Source]) throws -> String {
    var run = RunFingerprint()
    run.mix(dataset.rawValue)
    run.mix(upright ? "upright" : "as it is")
    for source in sources {
      run.mix(source.name)
      run.mix(UInt64(source.images.count))
      run.mix(try Checksum.required(of: source.images.path))
    }
    return run.text
  }

  private func header(_ source: Source, _ run: String) -> Header {
    typealias Key = CutoutShard.Key
    let channels = source.images.channels
    var header = Header()
    header.set(
      Key.bands, .string(channels.joined(separator: ",")), comment: "channels along axis 3")
    header.set(Key.reference, .string(channels[channels.count / 2]), comment: "for one-band views")
    header.set(Key.pixelScale, .double(1), comment: "without a meaning here")
    header.set(Key.field, .string(source.name), comment: "the file the images are from")
    header.set(Key.run, .string(run), comment: "inputs of the run")
    header.add(comment: "Axes: x, y, channel, image. Values from 0 to 1.")
    if upright { header.add(comment: "Each image was set upright by its second moments.") }
    return header
  }

  private func record(_ number: Int, of source: Source) -> CutoutRecord {
    let channels = source.images.channels.count
    let zeros = [Float](repeating: 0, count: channels)
    return CutoutRecord(
      id: Self.id(source.name, number), ra: .nan, dec: .nan, x: .nan, y: .nan, field: source.name,
      mag: .nan, flux: zeros, noise: zeros.map { _ in 1 }, sky: zeros, flags: [], edgeFraction: 0,
      offsets: zeros + zeros, a: .nan, b: .nan, theta: .nan, halfLightRadius: .nan,
      source: FileName.last(of: source.images.path), catalogRow: nil)
  }
}

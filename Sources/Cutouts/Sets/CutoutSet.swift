internal import FITS
internal import Files
internal import Sky
internal import Tensors

/// A folder of cutouts as `galaxy-aep ingest` writes it: tables in memory, pixels memory-mapped.
///
/// A set knows no classes, whatever the catalog that gave its positions says.
public final class CutoutSet: Sendable {
  public let folder: String
  /// What is known about every cutout, in the order of the shards.
  public let records: [CutoutRecord]
  /// The bands in the order of the pixels.
  public let bands: [String]
  /// The band that sources were found in.
  public let referenceBand: String
  /// The side of a cutout in pixels.
  public let size: Int
  /// Arcseconds a pixel.
  public let pixelScale: Double
  /// The unit of pixels, noise, sky and fluxes, as FITS has it; empty where the set does not say.
  public let unit: String
  /// What tells the set's pixels and tables from others of the same names: a hash of the checksums of its files.
  public let contentMark: String
  private let shards: [Shard]
  private let change: SkyChange?

  /// Pixels of some cutouts: `[cutout, band, y, x]`, big-endian floats.
  private struct Shard: Sendable {
    let file: FileContents
    let pixels: Range<Int>
    let inverseVariances: Range<Int>?
    let zeroPoints: [Double]?
    let fill: Float
    let first: Int
    let count: Int
  }

  public convenience init(opening folder: String) throws {
    let names = try Folder.names(in: folder)
    let indices = names.compactMap(CutoutShard.index(ofFileName:)).sorted()
    guard !indices.isEmpty else {
      throw SurveyError(
        "the folder \(folder) holds no cutouts (no \(CutoutShard.fileName(0))); "
          + "make a cutout set with galaxy-aep ingest")
    }
    if let gap = indices.indices.first(where: { indices[$0] != $0 }) {
      throw SurveyError(
        "the cutout set \(folder) has no \(CutoutShard.fileName(gap)) though later files are "
          + "there; run galaxy-aep ingest again to complete it")
    }
    let parts = try indices.map { try Part(reading: CutoutShard.path($0, in: folder)) }
    try self.init(folder: folder, parts: parts)
  }

  private init(folder: String, parts: [Part]) throws(SurveyError) {
    let first = parts[0]
    for part in parts.dropFirst()
    where part.bands != first.bands || part.size != first.size || part.run != first.run
      || part.reference != first.reference
    {
      throw SurveyError(
        "\(part.file.path) (\(part.described)) does not belong to \(first.file.path) "
          + "(\(first.described)): they come from different runs; delete the folder and make the "
          + "cutout set again")
    }
    var count = 0
    shards = parts.map { part in
      defer { count += part.records.count }
      return Shard(
        file: part.file, pixels: part.pixels, inverseVariances: part.inverseVariances,
        zeroPoints: part.zeroPoints, fill: part.fill, first: count, count: part.records.count)
    }
    guard count > 0 else {
      throw SurveyError(
        "the cutout set \(folder) is empty; ingest frames that have sources in them")
    }
    self.folder = folder
    var content = RunFingerprint()
    for sum in parts.flatMap(\.dataSums) { content.mix(sum) }
    contentMark = content.text
    records = parts.flatMap(\.records)
    bands = first.bands
    referenceBand = first.reference
    size = first.size
    pixelScale = first.pixelScale
    unit = first.unit
    change = nil
  }

  private init(_ set: CutoutSet, under change: SkyChange?, pixelScale: Double) {
    (folder, bands, referenceBand) = (set.folder, set.bands, set.referenceBand)
    (size, self.pixelScale, shards) = (set.size, pixelScale, set.shards)
    (unit, contentMark) = (set.unit, set.contentMark)
    records = change.map { change in set.records.map { change.applied(to: $0) } } ?? set.records
    self.change = change
  }

  /// The same cutouts as a part of a larger set, whose scale is that of its first ones.
  public func part(ofPixelScale scale: Double) -> CutoutSet {
    CutoutSet(self, under: change, pixelScale: scale)
  }

  /// The same sources under another sky; inverse variances stay those of this one.
  public func under(_ change: SkyChange) -> CutoutSet {
    precondition(self.change == nil, "the sky has been changed already")
    return CutoutSet(self, under: change, pixelScale: pixelScale)
  }

  public var count: Int { records.count }

  /// The magnitude of unit flux in every band of a cutout's frames; nil where its file does not say.
  func zeroPoints(of index: Int) -> [Double]? {
    shard(of: index).zeroPoints
  }

  /// The pixels of one cutout in survey units, `[band, y, x]`.
  public func cutout(_ index: Int) -> [Float] {
    withPixels(of: index, Self.floats)
  }

  /// The same with a value for every band in place of what shows nothing: pixels that are missing, or have no
  /// weight where the survey gives weights.
  public func cutout(_ index: Int, blank: [Float]) -> [Float] {
    withPixels(of: index, blank: blank, Self.floats)
  }

  /// 1/σ² of every pixel of one cutout, `[band, y, x]`, 0 where the pixel means nothing; nil where
  /// the set has none.
  public func inverseVariance(_ index: Int) -> [Float]? {
    let shard = shard(of: index)
    return shard.inverseVariances.map { withBytes(of: index, in: shard, from: $0, Self.floats) }
  }

  /// Whether every cutout has inverse variances.
  public var hasInverseVariances: Bool { shards.allSatisfy { $0.inverseVariances != nil } }

  /// One cutout as it lies in the file: `[band, y, x]` big-endian floats.
  package func withPixels<Result>(
    of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let shard = shard(of: index)
    guard let change else {
      return try withBytes(of: index, in: shard, from: shard.pixels, body)
    }
    let pixels = withBytes(of: index, in: shard, from: shard.pixels, Self.floats)
    // The record's noise is that of the changed sky.
    var record = records[index]
    record.noise = record.noise.map { $0 / change.factor }
    let changed = change.applied(
      to: pixels, of: record, bands: bands.count, missing: missingPixels(of: index))
    return try Self.bigEndian(changed).withUnsafeBytes(body)
  }

  /// The same with a value for every band in place of pixels that show nothing.
  package func withPixels<Result>(
    of index: Int, blank: [Float], _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    guard hasBlanks(index) else { return try withPixels(of: index, body) }
    var pixels = cutout(index)
    let (area, weights) = (size * size, inverseVariance(index))
    let missing = missingPixels(of: index)
    for place in pixels.indices where missing.contains(pixels[place]) || weights?[place] == 0 {
      pixels[place] = blank[place / area]
    }
    return try Self.bigEndian(pixels).withUnsafeBytes(body)
  }

  /// Whether some pixels of a cutout show nothing.
  package func hasBlanks(_ index: Int) -> Bool {
    let record = records[index]
    return record.edgeFraction > 0
      || shard(of: index).inverseVariances != nil && record.flags.contains(.masked)
  }

  package func missingPixels(of index: Int) -> MissingPixels {
    MissingPixels(fill: records[index].edgeFraction > 0 ? shard(of: index).fill : nil)
  }

  private func withBytes<Result>(
    of index: Int, in shard: Shard, from range: Range<Int>,
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let length = 4 * bands.count * size * size
    let start = range.lowerBound + (index - shard.first) * length
    return try withExtendedLifetime(shard.file) {
      try body(UnsafeRawBufferPointer(rebasing: shard.file.bytes[start..<start + length]))
    }
  }

  private func shard(of index: Int) -> Shard {
    precondition(records.indices.contains(index), "no cutout \(index) in \(records.count)")
    var (low, high) = (0, shards.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if shards[middle].first <= index { low = middle } else { high = middle }
    }
    return shards[low]
  }

  /// A closure: a key path would be looked up for every pixel, which took longer than all that a stretch does.
  private static func bigEndian(_ pixels: [Float]) -> [UInt32] {
    pixels.map { $0.bitPattern.bigEndian }
  }

  private static func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    Array(unsafeUninitializedCapacity: bytes.count / 4) { values, count in
      count = bytes.count / 4
      Arrays.decode(
        bigEndian: bytes, into: UnsafeMutableBufferPointer(rebasing: values[..<count]))
    }
  }
}

extension CutoutSet {
  /// Whether the cutouts are of the sky, so that what is measured on stars and galaxies has a
  /// meaning; pictures of other things have no positions.
  public var isOfSky: Bool { records.contains { $0.ra.isFinite } }
}

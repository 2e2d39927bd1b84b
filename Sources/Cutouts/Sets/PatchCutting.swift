internal import FITS
public import Files
internal import Foundation
package import Sky
internal import Tensors

/// Small square patches cut out of the images of a set at random places: a set like any other, for
/// what networks learn of edges, strokes and points rather than of whole things.
///
/// The same seed cuts the same patches. No place is cut twice; images with missing pixels are passed
/// over, and so are patches with less contrast than asked for.
public struct PatchCutting: Sendable {
  /// The side of a patch in pixels.
  public var size: Int
  public var count: Int
  /// The least standard deviation of a patch in the reference band, in units of the image's noise.
  public var contrast: Double
  /// The one band that is kept; nil for all.
  public var band: String?
  public var seed: UInt64
  package var shardSize = 10_000

  public init(
    size: Int = 12, count: Int = 20_000, contrast: Double = 0, band: String? = nil, seed: UInt64 = 1
  ) {
    (self.size, self.count, self.contrast) = (size, count, contrast)
    (self.band, self.seed) = (band, seed)
  }

  public struct Summary: Sendable, Equatable {
    public var patches = 0
    public var images = 0
    /// Places looked at.
    public var tried = 0
  }

  /// Where a patch begins.
  package struct Place: Hashable, Sendable {
    package var image: Int, x: Int, y: Int
  }

  public func run(
    on set: CutoutSet, out: String, replacing: Bool, provenance: Provenance
  ) throws -> Summary {
    try check(set)
    let bands = try bands(of: set)
    guard Self.whole(out) != Self.whole(set.folder) else {
      throw SurveyError(
        "cannot cut patches of \(set.folder) into itself; choose another folder with --out")
    }
    let (places, tried) = try places(in: set)
    let run = try fingerprint(of: set, bands)
    try CutoutShard.clear(out, replacing: replacing, for: run, before: "cut patches")
    for (number, start) in stride(from: 0, to: places.count, by: shardSize).enumerated() {
      let some = Array(places[start..<min(start + shardSize, places.count)])
      try write(some, of: set, bands, as: number, of: run, out: out, provenance)
    }
    return Summary(
      patches: places.count, images: Set(places.map(\.image)).count, tried: tried)
  }

  /// The places that the seed chooses, in the order it does.
  package func places(in set: CutoutSet) throws(SurveyError) -> (places: [Place], tried: Int) {
    let whole = set.records.indices.filter { set.records[$0].edgeFraction == 0 }
    let kept = try bands(of: set)
    let reference = set.bands.firstIndex(of: set.referenceBand) ?? kept[0]
    let band = kept.contains(reference) ? reference : kept[0]
    var numbers = RandomNumbers.stream(12, seed: seed)
    var (places, seen): ([Place], Set<Place>) = ([], [])
    var tried = 0
    let most = 100 * count + 1000
    while places.count < count, tried < most, !whole.isEmpty {
      tried += 1
      let room = set.size - size + 1
      let place = Place(
        image: whole[numbers.integer(below: whole.count)], x: numbers.integer(below: room),
        y: numbers.integer(below: room))
      guard !seen.contains(place), hasContrast(place, in: set, band) else { continue }
      seen.insert(place)
      places.append(place)
    }
    guard places.count == count else {
      throw SurveyError(
        "cannot cut \(count) patches of \(set.folder): only \(places.count) of \(tried) random "
          + "places in \(whole.count) images without missing pixels have the contrast "
          + "\(contrast); ask for fewer or for less contrast")
    }
    return (places, tried)
  }

  private func hasContrast(_ place: Place, in set: CutoutSet, _ band: Int) -> Bool {
    guard contrast > 0 else { return true }
    let values = pixels(place, of: set, [band])
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let noise = Double(set.records[place.image].noise[band])
    return (squares / Double(values.count)).squareRoot() >= contrast * noise
  }

  /// `[band, y, x]` of a patch.
  private func pixels(_ place: Place, of set: CutoutSet, _ bands: [Int]) -> [Float] {
    set.withPixels(of: place.image) { bytes in
      bands.flatMap { band in
        (0..<size * size).map { pixel in
          let (row, column) = (place.y + pixel / size, place.x + pixel % size)
          let offset = 4 * ((band * set.size + row) * set.size + column)
          return Float(
            bitPattern: UInt32(
              bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
      }
    }
  }

  private func check(_ set: CutoutSet) throws(SurveyError) {
    guard (4...set.size).contains(size) else {
      throw SurveyError(
        "cannot cut patches of \(size)×\(size) pixels out of images of \(set.size)×\(set.size); "
          + "choose 4 to \(set.size)")
    }
    guard (1...10_000_000).contains(count), count <= (1 << 30) / (size * size * set.bands.count)
    else {
      throw SurveyError(
        "cannot cut \(count) patches of \(size)×\(size) pixels in \(set.bands.count) bands: they "
          + "must be at least one and hold no more than 2³⁰ values")
    }
    guard contrast >= 0, contrast.isFinite else {
      throw SurveyError("cannot cut patches with a contrast of \(contrast): it is 0 or more")
    }
  }

  private func bands(of set: CutoutSet) throws(SurveyError) -> [Int] {
    guard let band else { return Array(set.bands.indices) }
    guard let index = set.bands.firstIndex(of: band) else {
      throw SurveyError(
        "cannot cut patches of band \(band): \(set.folder) holds "
          + set.bands.joined(separator: ","))
    }
    return [index]
  }

  private static func whole(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  // MARK: Shards

  private func write(
    _ places: [Place], of set: CutoutSet, _ bands: [Int], as number: Int, of run: String,
    out: String, _ provenance: Provenance
  ) throws {
    var document = FITSDocument()
    document.add(
      imageShape: [places.count, bands.count, size, size], header: header(of: set, bands, run)
    ) { index, target in
      _ = target.update(fromContentsOf: pixels(places[index], of: set, bands))
    }
    let names = bands.map { set.bands[$0] }
    document.add(
      CutoutColumns.table(
        places.map { record($0, of: set, bands) }, bands: names, unit: ""),
      header: Header(), name: CutoutColumns.tableName)
    var provenance = provenance
    provenance.inputs = [Artifact(.cutouts, set.folder)]
    try document.write(to: CutoutShard.path(number, in: out), provenance: provenance)
  }

  /// What tells this run from another: the set, what it holds, and the choices.
  private func fingerprint(of set: CutoutSet, _ bands: [Int]) throws -> String {
    var run = RunFingerprint()
    let names = bands.map { set.bands[$0] }
    for text in [set.folder, "\(size)", "\(count)", "\(contrast)", "\(seed)"] + names {
      run.mix(text)
    }
    for name in try Folder.names(in: set.folder).sorted()
    where CutoutShard.index(ofFileName: name) != nil {
      run.mix(try Checksum.required(of: "\(set.folder)/\(name)"))
    }
    return run.text
  }

  private func header(of set: CutoutSet, _ bands: [Int], _ run: String) -> Header {
    typealias Key = CutoutShard.Key
    let names = bands.map { set.bands[$0] }
    let reference = names.contains(set.referenceBand) ? set.referenceBand : names[0]
    var header = Header()
    header.set(Key.bands, .string(names.joined(separator: ",")), comment: "bands along axis 3")
    header.set(Key.reference, .string(reference), comment: "for one-band views")
    header.set(Key.pixelScale, .double(set.pixelScale), comment: "[arcsec] a pixel, on the sky")
    header.set(Key.field, .string("patches"), comment: "cut at random places")
    header.set(Key.run, .string(run), comment: "inputs of the run")
    header.add(comment: "Axes: x, y, band, patch. X and Y: the patch's first pixel in its image.")
    return header
  }

  /// "t10k-00042+3+11": the image and the patch's first pixel in it, 0-based x and y.
  private func record(_ place: Place, of set: CutoutSet, _ bands: [Int]) -> CutoutRecord {
    let image = set.records[place.image]
    let zeros = [Float](repeating: 0, count: bands.count)
    return CutoutRecord(
      id: "\(image.id)+\(place.x)+\(place.y)", ra: .nan, dec: .nan, x: Double(place.x),
      y: Double(place.y), field: image.field, mag: .nan, flux: zeros,
      noise: bands.map { image.noise[$0] }, sky: bands.map { image.sky[$0] }, flags: image.flags,
      edgeFraction: 0, offsets: zeros + zeros, a: .nan, b: .nan, theta: .nan,
      halfLightRadius: .nan, source: image.source, catalogRow: nil)
  }
}

internal import FITS
internal import Files
internal import Sky

extension CutoutSet {
  /// What one file of a set says about itself.
  struct Part {
    let file: FileContents
    let bands: [String]
    let reference: String
    let size: Int
    let pixelScale: Double
    /// The magnitude of unit flux in every band; nil where it does not say.
    let zeroPoints: [Double]?
    /// The unit of the pixels; empty where it does not say.
    let unit: String
    /// What missing pixels are filled with.
    let fill: Float
    /// The fingerprint of the run that wrote it.
    let run: String
    let records: [CutoutRecord]
    /// Where in the file its pixels lie.
    let pixels: Range<Int>
    /// Where in the file the inverse variances of its pixels lie, if it has any.
    let inverseVariances: Range<Int>?
    /// DATASUM of every unit that has one: what tells these pixels from others.
    let dataSums: [String]

    init(reading path: String) throws {
      let fits = try FITSFile(reading: path)
      let header = try fits.header(of: 0)
      guard let bandList = header.string(CutoutShard.Key.bands), header.int("NAXIS") == 4,
        header.int("BITPIX") == -32, let count = header.int("NAXIS4"), count >= 0,
        let size = header.int("NAXIS1"), size == header.int("NAXIS2"), size > 0,
        let scale = header.double(CutoutShard.Key.pixelScale), scale > 0, scale.isFinite
      else { throw Self.foreign(path, "its header has no BANDS, PIXSCALE or four axes") }
      try fits.requireSound()
      let bands = bandList.split(separator: ",").map(String.init)
      guard !bands.isEmpty, bands.count == header.int("NAXIS3") else {
        throw Self.foreign(path, "BANDS = '\(bandList)' does not name its bands")
      }
      let pixels = try fits.dataRange(of: 0)
      file = fits.contents
      guard pixels.count == 4 * count * bands.count * size * size,
        pixels.upperBound <= file.bytes.count
      else { throw Self.foreign(path, "its pixels are not where its header says") }
      inverseVariances = try Self.inverseVariances(in: fits, like: header, pixels.count)
      var sums: [String] = []
      for unit in 0..<fits.unitCount {
        if let sum = try fits.header(of: unit).string("DATASUM") { sums.append(sum) }
      }
      dataSums = sums
      let table = try fits.table(of: fits.unit(named: CutoutColumns.tableName))
      records = try CutoutColumns.records(in: table, bands: bands.count, count: count, of: path)
      self.bands = bands
      self.size = size
      self.pixels = pixels
      pixelScale = scale
      zeroPoints = Self.zeroPoints(in: header, bands: bands.count)
      unit = header.string("BUNIT") ?? ""
      fill = Float(header.double(CutoutShard.Key.fill) ?? 0)
      reference = header.string(CutoutShard.Key.reference) ?? bands[0]
      run = header.string(CutoutShard.Key.run) ?? ""
    }

    private static func inverseVariances(
      in fits: borrowing FITSFile, like header: Header, _ count: Int
    ) throws -> Range<Int>? {
      for unit in 1..<max(1, fits.unitCount) {
        let own = try fits.header(of: unit)
        guard own.string("EXTNAME") == CutoutShard.inverseVariance else { continue }
        let range = try fits.dataRange(of: unit)
        let axes = ["BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "NAXIS3", "NAXIS4"]
        guard axes.allSatisfy({ own.int($0) == header.int($0) }), range.count == count,
          range.upperBound <= fits.bytes.count
        else { throw foreign(fits.path, "its inverse variances are not as many as its pixels") }
        return range
      }
      return nil
    }

    var described: String { "\(size)×\(size) pixels in \(bands.joined(separator: ","))" }

    private static func foreign(_ path: String, _ reason: String) -> SurveyError {
      SurveyError(
        "\(path) is no part of a cutout set: \(reason); "
          + "make the cutout set again with galaxy-aep ingest")
    }
  }
}

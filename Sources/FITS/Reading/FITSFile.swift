public import Files

/// A FITS file open for reading; plain, gzip or bzip2.
///
/// The name is only ever a name: "a.fits[1]" or "http://x" are looked for on the disk. Headers and
/// sizes are checked before CFITSIO sees the file, so damage ends in a sentence. One file is read
/// by one thread; different files may be read by different ones.
public struct FITSFile: ~Copyable {
  public let path: String
  /// The whole file, decompressed; memory-mapped where it was not compressed.
  public let contents: FileContents
  /// What is not as the standard wants it, though all units can be read whole.
  public let remarks: [FileRemark]
  let units: [UnitLayout]

  /// - Parameter limit: the most bytes that a compressed file may unfold to.
  public init(reading path: String, limit: Int = 4 << 30) throws(FITSError) {
    // All that can fail comes first: a type without copies is made whole or not at all.
    let contents = try Self.contents(of: path, limit)
    let found = try Structure.units(of: path, contents.bytes)
    self.path = path
    self.contents = contents
    units = found.units
    remarks = contents.remarks + found.remarks
  }

  /// A file whose bytes are there already.
  public init(_ contents: FileContents) throws(FITSError) {
    let found = try Structure.units(of: contents.path, contents.bytes)
    path = contents.path
    self.contents = contents
    units = found.units
    remarks = contents.remarks + found.remarks
  }

  private static func contents(
    of path: String, _ limit: Int
  ) throws(FITSError) -> FileContents {
    do throws(FileError) {
      return try Decompression.contents(of: path, limit: limit) { beginning throws(FileError) in
        try checkBeginning(beginning, of: path)
      }
    } catch {
      throw FITSError(error)
    }
  }

  /// Throws where the first bytes of a file at `path` show that the whole is not FITS either.
  public static func checkBeginning(
    _ beginning: UnsafeRawBufferPointer, of path: String
  ) throws(FileError) {
    // A part of a first header says nothing yet.
    guard beginning.count >= UnitLayout.blockSize else { return }
    do throws(FITSError) {
      try Structure.check(beginning: beginning, of: path)
    } catch {
      throw FileError(error.description)
    }
  }

  /// The number of units (HDUs); the primary one is 0.
  public var unitCount: Int { units.count }

  public var bytes: UnsafeRawBufferPointer { contents.bytes }

  public func header(of unit: Int) throws(FITSError) -> Header {
    try layout(of: unit).header
  }

  /// The first unit whose EXTNAME is `named`; upper and lower case are the same.
  public func unit(named name: String) throws(FITSError) -> Int {
    let index = units.firstIndex {
      $0.header.string("EXTNAME")?.caseInsensitiveEquals(name) ?? false
    }
    if let index { return index }
    let names = units.compactMap { $0.header.string("EXTNAME") }
    let known =
      names.isEmpty ? "its units have no names" : "it has \(names.joined(separator: ", "))"
    throw FITSError("\(path) has no unit named \(name); \(known)")
  }

  /// Where the data of a unit lie in `bytes`, without padding: big-endian numbers, as the header's
  /// BITPIX says.
  public func dataRange(of unit: Int) throws(FITSError) -> Range<Int> {
    try layout(of: unit).dataRange
  }

  /// The lengths of an image's axes, slowest first.
  public func shape(of unit: Int) throws(FITSError) -> [Int] {
    try layout(of: unit).shape
  }

  func layout(of unit: Int) throws(FITSError) -> UnitLayout {
    guard units.indices.contains(unit) else {
      throw FITSError("\(path) has no unit \(unit); it has \(units.count)")
    }
    return units[unit]
  }

  /// "cannot read the table CATALOG of x.fits"
  func doing(_ thing: String, _ unit: Int) -> String {
    let name = units[unit].header.string("EXTNAME") ?? ""
    return "cannot read the \(thing) \(name.isEmpty ? "of unit \(unit)" : name) of \(path)"
  }
}

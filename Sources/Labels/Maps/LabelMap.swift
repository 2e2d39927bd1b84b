public import FITS
public import Files
internal import Sky

/// What every pixel of a frame shows, as somebody says: a class by its number, or none.
///
/// Any FITS image of whole numbers on the frame's own grid is one. Only what judges or is openly taught by labels
/// reads it.
public struct LabelMap: Sendable {
  /// What the numbers mean where a file does not say: sky 0, star 1, galaxy 2, artefact 3.
  public static let usualClasses = ["sky", "star", "galaxy", "artefact"]
  /// The number of a pixel without a label, which counts nowhere.
  public static let none: UInt8 = 255

  public let path: String
  /// The names of the classes; a value is a place in this list.
  public let classes: [String]
  public let width: Int
  public let height: Int
  /// `values[y * width + x]`: a class, or `none`.
  public let values: [UInt8]
  /// What is not as it should be about it, though it can be read.
  public let remarks: [FileRemark]

  /// The grid that a map must lie on: a frame's.
  public struct Grid: Sendable {
    /// Named in errors: "band r of field 003918-3-0213".
    public let name: String
    public let width, height: Int
    public let wcs: WCS

    public init(name: String, width: Int, height: Int, wcs: WCS) {
      (self.name, self.width, self.height, self.wcs) = (name, width, height, wcs)
    }
  }

  /// Reads the unit CLASS of a FITS file, or its first image of two axes.
  ///
  /// The keyword CLASSES of that unit names the classes of 0, 1, 2 … separated by commas.
  ///
  /// - Parameter decoder: unpacks tile-compressed images; nil refuses them.
  public init(
    reading path: String, on grid: Grid, decoder: TileDecoder? = TileDecoder()
  ) throws {
    let doing = "cannot use \(path) as the label map of \(grid.name)"
    let file = try FITSFile(reading: path)
    let unit = try Self.unit(of: file, doing)
    let header = try file.header(of: unit)
    let image = try file.plane(of: unit, decoder: decoder)
    guard image.shape == [grid.height, grid.width] else {
      throw SurveyError(
        "\(doing): it has \(image.shape[1])×\(image.shape[0]) pixels, the frame "
          + "\(grid.width)×\(grid.height); give the map that was made on this frame's pixels")
    }
    classes = try Self.names(in: header, doing)
    var values = [UInt8](repeating: 0, count: image.pixels.count)
    for (place, pixel) in image.pixels.enumerated() {
      guard let value = UInt8(exactly: pixel), value == Self.none || Int(value) < classes.count
      else { throw Self.strange(pixel, place, width: grid.width, classes, doing) }
      values[place] = value
    }
    guard values.contains(where: { $0 != Self.none }) else {
      throw SurveyError(
        "\(doing): all its pixels are \(Self.none), no label; give a map with classes in it")
    }
    remarks = try Self.place(header, on: grid, of: path, doing)
    (self.path, width, height, self.values) = (path, grid.width, grid.height, values)
  }

  private static func unit(of file: borrowing FITSFile, _ doing: String) throws -> Int {
    if let named = try? file.unit(named: "CLASS") { return named }
    for unit in 0..<file.unitCount {
      if let shape = try file.imageShape(of: unit), shape.count == 2 { return unit }
    }
    throw SurveyError("\(doing): it holds no image of two axes; give a map of whole numbers")
  }

  private static func names(in header: Header, _ doing: String) throws(SurveyError) -> [String] {
    guard let text = header.string("CLASSES") else { return usualClasses }
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map { name in
      name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    }.map { String($0) }
    guard (2...Int(none)).contains(names.count), Set(names).count == names.count,
      !names.contains("")
    else {
      throw SurveyError(
        "\(doing): CLASSES = '\(text)' does not name 2 to 255 different classes; write them as "
          + "in 'sky,star,galaxy,artefact'")
    }
    return names
  }

  private static func strange(
    _ pixel: Float, _ place: Int, width: Int, _ classes: [String], _ doing: String
  ) -> SurveyError {
    let (x, y) = (place % width + 1, place / width + 1)
    guard !pixel.isNaN else {
      return SurveyError(
        "\(doing): its pixel (\(x), \(y)) is no number; write \(none) where there is no label")
    }
    let meanings = classes.enumerated().map { "\($0) \($1)" }.joined(separator: ", ")
    let value = Int(exactly: pixel).map(String.init) ?? "\(pixel)"
    return SurveyError(
      "\(doing): its pixel (\(x), \(y)) is \(value), which is no class (\(meanings), \(none) no label); "
        + "change it, or name the classes in its keyword CLASSES")
  }
}

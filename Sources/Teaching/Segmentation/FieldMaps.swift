internal import FITS
internal import Labels
internal import Segments
internal import Sky

/// The label maps of some fields, which must all tell the same classes.
struct FieldMaps {
  /// Which of the fields have a map.
  let fields: [Int]
  private let files: LabelMapFiles
  private let names: [String]
  private let decoder: TileDecoder?
  /// Where the classes were read first.
  private var known: (classes: [String], path: String)?

  /// - Parameters:
  ///   - maps: files or folders; `others` of another kind: a field that has one of these alone is passed over, and not refused.
  ///   - names: of the fields, by which their maps are found.
  init(
    _ maps: [String], besides others: [String], of names: [String], decoder: TileDecoder?
  ) throws {
    files = try LabelMapFiles(maps)
    (self.names, self.decoder) = (names, decoder)
    let (own, isOnly) = (files, names.count == 1)
    let others = others.isEmpty ? nil : try LabelMapFiles(others)
    fields = names.indices.filter {
      own.hasMap(of: names[$0], isOnly: isOnly)
        || others?.hasMap(of: names[$0], isOnly: isOnly) != true
    }
    guard !fields.isEmpty else {
      throw SurveyError(
        "cannot find a label map of any field among \(maps.joined(separator: ", ")); name them after their "
          + "fields, as map-\(names[0]).fits")
    }
  }

  /// The classes of what was read; the usual ones before.
  var classes: [String] { known?.classes ?? LabelMap.usualClasses }

  /// Reads the map of a field.
  mutating func map(of field: Int, on grid: LabelMap.Grid) throws -> LabelMap {
    let path = try files.path(of: names[field], isOnly: names.count == 1)
    let map = try LabelMap(reading: path, on: grid, decoder: decoder)
    if let known, known.classes != map.classes {
      throw SurveyError(
        "cannot learn from \(map.path) and \(known.path) together: their classes are "
          + "\(map.classes.joined(separator: ",")) and \(known.classes.joined(separator: ","))")
    }
    known = (map.classes, map.path)
    return map
  }
}

internal import Catalogs
internal import Sky

/// What some images show: the name of each image and of its class, as a CSV file (id, class).
///
/// Only commands that judge or that learn from labels read it; a cutout set knows no classes.
public struct ClassLabels: Sendable {
  /// Where they come from; named in errors.
  public let source: String
  /// The names of the classes, in order.
  public let names: [String]
  /// The number of the class of every labelled image, by the image's name.
  private let classes: [String: Int]

  public var count: Int { classes.count }

  public init(reading path: String) throws {
    let table = try CSVTable(reading: path)
    guard let id = table.column(["id"]), let column = table.column(["class", "label"]) else {
      throw SurveyError(
        "cannot read labels from \(path): it needs the columns id and class, and has "
          + "\(table.columns.joined(separator: ", "))")
    }
    try self.init(
      table.rows.map { ($0.fields[id], $0.fields[column]) }, source: path)
  }

  init(_ rows: [(id: String, name: String)], source: String) throws(SurveyError) {
    names = Set(rows.map(\.name)).sorted { ($0.count, $0) < ($1.count, $1) }
    guard (2...1000).contains(names.count) else {
      throw SurveyError(
        "cannot use the labels of \(source): they name \(names.count) classes; 2 to 1000 are "
          + "needed")
    }
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var classes: [String: Int] = [:]
    for row in rows {
      guard classes.updateValue(numbers[row.name] ?? 0, forKey: row.id) == nil else {
        throw SurveyError("cannot use the labels of \(source): \(row.id) has more than one")
      }
    }
    (self.classes, self.source) = (classes, source)
  }

  /// The class of an image by its name; nil where none is given.
  public subscript(id: String) -> Int? { classes[id] }
}

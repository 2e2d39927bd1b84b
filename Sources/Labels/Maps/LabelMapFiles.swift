internal import FITS
internal import Files
internal import Foundation
public import Sky

/// Label maps of many fields, of which each is found by its field's name.
public struct LabelMapFiles: Sendable {
  private struct Entry {
    var path: String
    /// What its keyword FIELD says.
    var field: String?
    /// Its name without folder and ending.
    var stem: String
  }

  private let entries: [Entry]
  /// As they were given; named in errors.
  private let given: String

  public var paths: [String] { entries.map(\.path) }

  /// - Parameter paths: FITS files, or folders of them.
  public init(_ paths: [String]) throws {
    given = paths.joined(separator: ", ")
    entries = try paths.flatMap(Self.files(at:)).map { path in
      let file = try FITSFile(reading: path)
      let field = try file.header(of: 0).string("FIELD")
      return Entry(path: path, field: field, stem: FITSFileName.stem(of: path))
    }
  }

  /// The map of a field: the one whose keyword FIELD or whose name tells it.
  ///
  /// - Parameter isOnly: whether there is no other field, so that a single map needs no name.
  public func path(of field: String, isOnly: Bool = false) throws(SurveyError) -> String {
    if isOnly, entries.count == 1 { return entries[0].path }
    let found = entries(of: field)
    guard found.count < 2 else {
      throw SurveyError(
        "cannot tell the label map of field \(field): both \(found[0].path) and \(found[1].path) are "
          + "named after it; leave one out")
    }
    guard let only = found.first else {
      throw SurveyError(
        "cannot find the label map of field \(field) among the \(entries.count) files of \(given); "
          + "name it map-\(field).fits, or say FIELD = '\(field)' in its header")
    }
    return only.path
  }

  /// Whether there is a map of a field.
  ///
  /// - Parameter isOnly: whether there is no other field, so that a single map needs no name.
  public func hasMap(of field: String, isOnly: Bool = false) -> Bool {
    (isOnly && entries.count == 1) || !entries(of: field).isEmpty
  }

  private func entries(of field: String) -> [Entry] {
    let told = entries.filter { $0.field == field }
    return told.isEmpty ? entries.filter { Self.names($0.stem, field) } : told
  }

  /// Whether a file's name holds a field's name, with no letter or digit right beside it.
  static func names(_ stem: String, _ field: String) -> Bool {
    var rest = stem[...]
    while let range = rest.range(of: field) {
      let before =
        range.lowerBound > stem.startIndex ? stem[stem.index(before: range.lowerBound)] : " "
      let after = range.upperBound < stem.endIndex ? stem[range.upperBound] : " "
      if !before.isLetter, !before.isNumber, !after.isLetter, !after.isNumber { return true }
      rest = stem[stem.index(after: range.lowerBound)...]
    }
    return false
  }

  private static func files(at path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SurveyError("cannot find the label maps \(path); check the name")
    }
    guard isFolder.boolValue else { return [path] }
    let names = try Folder.names(in: path).filter(FITSFileName.isOne)
    guard !names.isEmpty else {
      throw SurveyError("the folder \(path) holds no label maps (FITS files); name another")
    }
    return names.map { FileName.path(of: $0, in: path) }
  }
}

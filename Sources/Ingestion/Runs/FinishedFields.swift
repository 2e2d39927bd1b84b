internal import Cutouts
internal import Files
internal import Sky

/// The fields that an earlier run of the same command finished before it was stopped.
struct FinishedFields {
  private var fields: [String: (first: Int, field: FinishedField)] = [:]

  /// Looks into the folder; a set that another run wrote there is an error.
  init(in folder: String, fingerprint: String) throws {
    let indices = try Folder.names(in: folder).compactMap(CutoutShard.index(ofFileName:)).sorted()
    var present: [String: [(index: Int, file: FinishedFile)]] = [:]
    for index in indices {
      let path = CutoutShard.path(index, in: folder)
      guard try FinishedFile.run(of: path) == fingerprint else {
        throw Self.strangers(CutoutShard.fileName(index), in: folder)
      }
      // What is damaged is made again.
      guard let file = try? FinishedFile(reading: path), let field = file.field else { continue }
      present[field, default: []].append((index, file))
    }
    for (name, files) in present {
      guard let first = files.first?.index, let field = FinishedField(files.map(\.file)),
        files.enumerated().allSatisfy({ $1.index == first + $0 && $1.file.part == $0 + 1 })
      else { continue }
      fields[name] = (first, field)
    }
  }

  static func strangers(_ file: String, in folder: String) -> SurveyError {
    SurveyError(
      "the folder \(folder) holds the cutouts of other frames or settings "
        + "(\(file)); choose another with --out or delete that folder")
  }

  /// The finished field of that name whose first file bears that number.
  subscript(field: String, first: Int) -> FinishedField? {
    guard let finished = fields[field], finished.first == first else { return nil }
    return finished.field
  }

  /// The numbers of a finished field's files; nil where it is none.
  func files(of field: String) -> Range<Int>? {
    fields[field].map { $0.first..<$0.first + $0.field.parts }
  }

  func contains(_ field: String) -> Bool { fields[field] != nil }
}

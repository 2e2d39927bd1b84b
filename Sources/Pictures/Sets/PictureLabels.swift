internal import Files

/// The file (id, class) that says what pictures show: written here, where the pictures' own files
/// say it, and never read again on the way of their pixels.
enum PictureLabels {
  static func write(_ rows: [(id: String, name: String)], to path: String) throws {
    let text = rows.reduce(into: "id,class\n") { $0 += "\($1.id),\($1.name)\n" }
    try AtomicFile.write(text, to: path)
  }
}

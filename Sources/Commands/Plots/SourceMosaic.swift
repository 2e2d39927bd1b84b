internal import Charts
internal import Console
internal import Cutouts
internal import Pipelines
internal import Reports
internal import Tables

/// Cutouts of some sources of a table, as pictures in colour side by side.
struct SourceMosaic {
  struct Source {
    let identity: SourceIdentity
    /// What stands under it, below its name.
    let caption: String
    var isFramed = false
  }

  let title: String
  let sources: [Source]

  /// Draws those that a set holds.
  ///
  /// - Parameters:
  ///   - folder: of the cutout set.
  ///   - table: the table of the sources; named where the set holds none of them.
  func write(to path: String, from folder: String, of table: String) throws {
    let set = try CutoutSet(opening: folder)
    let (places, planes) = (set.places, ColourPlanes.usual(of: set))
    let tiles = sources.compactMap { source in
      places[source.identity].map {
        ColourPlanes.tile(
          $0, of: set, planes: planes, caption: [source.identity.id, source.caption],
          frame: source.isFramed ? .orange : nil)
      }
    }
    guard !tiles.isEmpty else {
      throw CommandFailure(
        "cannot draw sources of \(table): \(folder) holds none of them; give the set that they were encoded from"
      )
    }
    try CutoutMosaic(title: title, cutouts: tiles, columns: 7)
      .write(to: path, provenance: Invocation.provenance())
    Terminal.shared.say("written  \(path)")
  }
}

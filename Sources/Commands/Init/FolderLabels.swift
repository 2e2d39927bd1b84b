internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Frames
internal import Ingestion
internal import Labels
internal import Tables

/// A labelled catalog that lies beside frames, for a pipeline that judges by it.
struct FolderLabels {
  let path: String
  let stars, galaxies: Int
  /// How many of them lie on the fields that were compared.
  let onFields: Int
  /// How many fields were compared, the first ones.
  let fields: Int

  /// A catalog that the user named.
  init(reading path: String, on look: FirstLook) throws {
    let catalog = try LabelledCatalog(reading: path)
    let footprints = try look.fields.prefix(Self.mostFields).compactMap { field in
      try field.planes.first { $0.band == look.reference }.map { try SkyFootprint(of: $0.image) }
    }
    self.path = path
    (stars, galaxies) = (catalog.stars, catalog.galaxies)
    fields = footprints.count
    onFields = catalog.positions.count { position in
      footprints.contains { $0.contains(position) }
    }
  }

  /// The catalogs of a folder that have labels on its frames, those with most of them first.
  static func all(in folder: String, of look: FirstLook) throws -> [FolderLabels] {
    let names = try Folder.names(in: folder).filter { name in
      ["csv", "vot", "xml"].contains(FileName.ending(of: name))
    }
    let paths = names.map { folder == "." ? $0 : folder + "/" + $0 } + look.imageless
    let found = try paths.filter { !isOurs($0) }.compactMap { path -> FolderLabels? in
      // What is no catalog of classes is something else; what cannot be read may be one, and is read once more.
      do { return try FolderLabels(reading: path, on: look) } catch {
        _ = try Checksum.required(of: path)
        return try? FolderLabels(reading: path, on: look)
      }
    }
    return found.filter { $0.onFields > 0 }.sorted {
      ($1.onFields, $0.path) < ($0.onFields, $1.path)
    }
  }

  /// Whether a table is a result of this program, whose classes were learned and are none to judge by.
  private static func isOurs(_ path: String) -> Bool {
    guard let file = try? FITSFile(reading: path) else { return false }
    return TableName.allCases.contains { (try? file.unit(named: $0.rawValue)) != nil }
  }

  /// The frames of a large survey are many, and each has to be opened for its place on the sky.
  private static let mostFields = 16
}

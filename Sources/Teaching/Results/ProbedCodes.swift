internal import Clusters
internal import Console
internal import Cutouts
internal import FITS
internal import Foundation
package import Sky
package import Tables
package import Tensors

/// What is probed: codes or raw pixels `[image, number]`, and what is known of each image.
package struct ProbedCodes {
  package var matrix: Tensor
  package let ids: [String]
  /// The file, or the field of the sky, that each is from.
  package let files: [String]
  package let positions: [SkyPosition]
  /// What else is known of each, without codes and pixels.
  package let table: SourceTable

  /// Reads a table of codes, or the pixels of a cutout set as they are.
  package init(reading path: String) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      try self.init(pixelsOf: CutoutSet(opening: path))
    } else {
      try self.init(codesOf: SourceTable(reading: path, named: .codes, maker: "encode"))
    }
  }

  private init(codesOf table: SourceTable) throws {
    let (width, values) = try table.codes()
    matrix = Tensor(values, shape: [table.table.rowCount, width])
    ids = try table.texts(.id)
    files = try table.texts(.field)
    positions = zip(try table.numbers(.ra), try table.numbers(.dec))
      .map { SkyPosition(ra: $0, dec: $1) }
    var table = table
    table.remove(.code)
    self.table = table
  }

  private init(pixelsOf set: CutoutSet) throws {
    let width = set.bands.count * set.size * set.size
    guard set.count * width <= 1 << 30 else {
      throw CommandFailure(
        "cannot probe the pixels of \(set.folder): \(set.count) images of \(width) values do not "
          + "fit into 4 GiB; encode them")
    }
    matrix = Tensor(uninitialized: [set.count, width]) { out in
      for index in 0..<set.count {
        let start = index * width
        _ = UnsafeMutableBufferPointer(rebasing: out[start..<start + width])
          // Missing pixels are as dark as the sky.
          .update(fromContentsOf: set.cutout(index).map { $0.isFinite ? $0 : 0 })
      }
    }
    ids = set.records.map(\.id)
    files = set.records.map(\.field)
    positions = set.records.map { SkyPosition(ra: $0.ra, dec: $0.dec) }
    table = SourceTable(
      table: Table(SourceColumns.known(SourceColumns.identity(of: set.records))), path: set.folder)
  }
}

import Foundation
import Frames
import TestSupport
import Testing

@Suite struct FieldFilesTests {
  /// Empty files of the given names in a folder of their own.
  private func withFiles(_ names: [String], _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      for name in names { try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
      try body(folder)
    }
  }

  private func failure(_ paths: [String], bands: [String]) -> String {
    sentence { _ = try FieldFiles.grouping(paths, bands: bands) }
  }

  @Test func sortsFieldsAndBandsWhateverTheOrderOfTheFiles() throws {
    let names = [
      "frame-r-000002-1-0001.fits", "frame-g-000002-1-0001.fits.gz",
      "frame-r-000001-1-0009.fits.bz2", "frame-g-000001-1-0009.fits", "frame-u-000001-1-0009.fits",
    ]
    try withFiles(names) { folder in
      let paths = names.map { "\(folder)/\($0)" }
      let fields = try FieldFiles.grouping(paths, bands: ["g", "r"])
      #expect(fields.map(\.id) == ["000001-1-0009", "000002-1-0001"])
      #expect(fields[0].paths == [paths[3], paths[2]])
      #expect(try FieldFiles.grouping(paths.reversed(), bands: ["g", "r"]) == fields)
    }
  }

  @Test func aFolderStandsForItsFrames() throws {
    let names = ["frame-r-000001-1-0009.fits", "labels.csv", "notes.txt"]
    try withFiles(names) { folder in
      let fields = try FieldFiles.grouping([folder], bands: ["r"])
      #expect(fields.map(\.paths) == [["\(folder)/frame-r-000001-1-0009.fits"]])
    }
  }

  @Test func aMissingBandIsNamedWithItsField() throws {
    try withFiles(["frame-g-003918-3-0213.fits", "frame-r-003918-3-0213.fits"]) { folder in
      #expect(
        failure([folder], bands: ["u", "g", "r"])
          == "field 003918-3-0213 has no frame of band u; add frame-u-003918-3-0213.fits, "
          + "or leave the band out with --bands g,r")
    }
  }

  @Test func hostileArgumentsGetSentences() throws {
    let names = ["frame-r-003918-3-0213.fits", "frame-r-003918-3-0213.fits.gz", "sky.fits"]
    try withFiles(names) { folder in
      let paths = names.map { "\(folder)/\($0)" }
      #expect(
        failure([], bands: ["r"])
          == "no frames were given; name FITS files, one a band such as "
          + "frame-r-003918-3-0213.fits.bz2, or with all bands in one file")
      #expect(
        failure([paths[2]], bands: ["r"])
          == "cannot read \(paths[2]): the file is empty")
      #expect(
        failure([paths[0], paths[1]], bands: ["r"])
          == "field 003918-3-0213 has two frames of band r: \(paths[0]) and \(paths[1]); "
          + "give only one of them")
      #expect(
        failure([paths[0]], bands: ["u", "z"])
          == "none of the 1 frames given is of band u, z; give frames of these bands or choose "
          + "others with --bands")
      #expect(
        failure(["\(folder)/absent.fits"], bands: ["r"])
          == "cannot find \(folder)/absent.fits; check the name")
    }
    try withFiles(["labels.csv"]) { folder in
      #expect(
        failure([folder], bands: ["r"])
          == "the folder \(folder) holds no FITS files (.fits, .fit or .fts, also .gz, .bz2 or "
          + ".fz); name another folder or the files themselves")
    }
  }
}

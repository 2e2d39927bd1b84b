import Cutouts
import Files
import Foundation
import Pictures
import Tensors
import TestSupport
import Testing

/// Patches cut at random places of a set.
@Suite struct PatchCuttingTests {
  private static let provenance = Provenance(command: "test")

  /// Images of 10×10 pixels in two files, each pixel telling its image and place: 1 + 10·y + x
  /// over 255, and the image's number; odd images are blank.
  private func digits(in folder: String) throws -> CutoutSet {
    var bytes: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 10, 0, 0, 0, 10]
    for image in 0..<6 {
      bytes += (0..<100).map { image % 2 == 1 ? 40 : UInt8(1 + $0 + 20 * image) }
    }
    let path = "\(folder)/train-images-idx3-ubyte"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    _ = try PictureIngestion(
      .mnist, out: "\(folder)/set", labels: "\(folder)/labels.csv", replacing: true,
      provenance: Self.provenance
    ).run(files: [path])
    return try CutoutSet(opening: "\(folder)/set")
  }

  private func cut(
    _ set: CutoutSet, _ cutting: PatchCutting, _ out: String, replacing: Bool = false
  ) throws -> CutoutSet {
    _ = try cutting.run(
      on: set, out: out, replacing: replacing, provenance: Self.provenance)
    return try CutoutSet(opening: out)
  }

  @Test func aPatchIsWhatLiesThere() throws {
    try withTemporaryFolder { folder in
      let set = try digits(in: folder)
      var cutting = PatchCutting(size: 4, count: 60, seed: 3)
      cutting.shardSize = 25
      let patches = try cut(set, cutting, "\(folder)/patches")
      #expect(patches.count == 60 && patches.size == 4 && patches.bands == ["grey"])
      #expect(!patches.isOfSky)
      #expect(Set(patches.records.map(\.id)).count == 60)
      for (index, record) in patches.records.enumerated() {
        let words = record.id.split(separator: "+").map(String.init)
        let (x, y) = (try #require(Int(words[1])), try #require(Int(words[2])))
        #expect(Double(x) == record.x && Double(y) == record.y)
        let whole = try #require(set.records.firstIndex { $0.id == words[0] })
        let image = set.cutout(whole)
        #expect(
          patches.cutout(index) == (0..<16).map { image[(y + $0 / 4) * 10 + x + $0 % 4] })
      }
    }
  }

  @Test func theSameSeedCutsTheSamePlaces() throws {
    try withTemporaryFolder { folder in
      let set = try digits(in: folder)
      let cutting = PatchCutting(size: 5, count: 30, seed: 7)
      let ids = try cut(set, cutting, "\(folder)/a").records.map(\.id)
      #expect(try cut(set, cutting, "\(folder)/b").records.map(\.id) == ids)
      var other = cutting
      other.seed = 8
      #expect(try cut(set, other, "\(folder)/c").records.map(\.id) != ids)
    }
  }

  @Test func blankPatchesArePassedOver() throws {
    try withTemporaryFolder { folder in
      let set = try digits(in: folder)
      let cutting = PatchCutting(size: 4, count: 40, contrast: 0.01, seed: 1)
      let patches = try cut(set, cutting, "\(folder)/patches")
      let numbers = patches.records.compactMap {
        $0.id.split(separator: "+").first.map(String.init)
      }
      #expect(Set(numbers) == ["train-00000", "train-00002", "train-00004"])
    }
  }

  @Test func mistakesGetSentences() throws {
    try withTemporaryFolder { folder in
      let set = try digits(in: folder)
      func failure(_ cutting: PatchCutting, into out: String? = nil) -> String {
        sentence { _ = try cut(set, cutting, out ?? "\(folder)/patches") }
      }
      #expect(
        failure(PatchCutting(size: 11, count: 3))
          == "cannot cut patches of 11×11 pixels out of images of 10×10; choose 4 to 10")
      #expect(
        failure(PatchCutting(size: 10, count: 7))
          == "cannot cut 7 patches of \(folder)/set: only 6 of 1700 random places in 6 images "
          + "without missing pixels have the contrast 0.0; ask for fewer or for less contrast")
      #expect(
        failure(PatchCutting(size: 4, count: 3, band: "r"))
          == "cannot cut patches of band r: \(folder)/set holds grey")
      #expect(
        failure(PatchCutting(size: 4, count: 0))
          == "cannot cut 0 patches of 4×4 pixels in 1 bands: they must be at least one and hold no "
          + "more than 2³⁰ values")
      #expect(
        failure(PatchCutting(size: 4, count: 3), into: "\(folder)/./set")
          == "cannot cut patches of \(folder)/set into itself; choose another folder with --out")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/patches"))
      _ = try cut(set, PatchCutting(size: 4, count: 3), "\(folder)/patches")
      // The same patches are cut again where they lie, as after a run that was stopped.
      #expect(failure(PatchCutting(size: 4, count: 3)) == "no error")
      #expect(
        failure(PatchCutting(size: 4, count: 3, seed: 9))
          == "cannot cut patches into \(folder)/patches: it holds another cutout set; choose another "
          + "folder or add --replace")
    }
  }
}

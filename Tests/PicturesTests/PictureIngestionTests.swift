import Cutouts
import Files
import Foundation
import Labels
import Pictures
import Tensors
import TestSupport
import Testing

@Suite struct PictureIngestionTests {
  private func write(_ bytes: [UInt8], _ name: String, in folder: String) throws -> String {
    let path = "\(folder)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Images of 4×4 pixels, the pixels of image n all 10·n.
  private func images(_ count: UInt8) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 4, 0, 0, 0, 4]
      + (0..<count).flatMap { [UInt8](repeating: 10 * $0, count: 16) }
  }

  private func labels(_ values: [UInt8]) -> [UInt8] {
    [0, 0, 8, 1, 0, 0, 0, UInt8(values.count)] + values
  }

  private func ingestion(
    _ dataset: PictureDataset, in folder: String, replacing: Bool = false
  ) -> PictureIngestion {
    var ingestion = PictureIngestion(
      dataset, out: "\(folder)/set", labels: "\(folder)/labels.csv", replacing: replacing,
      provenance: Provenance(command: "test"))
    ingestion.shardSize = 3
    return ingestion
  }

  @Test func digitsBecomeASetLikeAnyOther() throws {
    try withTemporaryFolder { folder in
      let files = [
        try write(images(5), "train-images-idx3-ubyte", in: folder),
        try write(labels([7, 1, 7, 0, 1]), "train-labels-idx1-ubyte", in: folder),
        try write(images(2), "t10k-images-idx3-ubyte", in: folder),
      ]
      let summary = try ingestion(.mnist, in: folder).run(files: files)
      #expect(summary.images == 7 && summary.size == 4 && summary.labelled == 5)
      let set = try CutoutSet(opening: "\(folder)/set")
      #expect(set.count == 7 && set.bands == ["grey"] && set.size == 4 && !set.isOfSky)
      #expect(set.records.map(\.id)[4...] == ["train-00004", "t10k-00000", "t10k-00001"])
      #expect(set.records.map(\.field)[4...] == ["train", "t10k", "t10k"])
      let stretched = try StretchedCutouts(set, stretch: Stretch(.linear, fittedTo: set))
      let batch = try stretched.images([3, 6])
      #expect(batch.shape == [2, 4, 4, 1])
      #expect(batch.values.prefix(16).allSatisfy { abs($0 - 30 / 255) < 1e-6 })
      #expect(batch.values.suffix(16).allSatisfy { abs($0 - 10 / 255) < 1e-6 })
      // What the images show is nowhere in the set.
      let read = try ClassLabels(reading: "\(folder)/labels.csv")
      #expect(read.names == ["0", "1", "7"] && read.count == 5)
      #expect(read["train-00002"] == 2 && read["train-00003"] == 0 && read["t10k-00000"] == nil)
    }
  }

  @Test func thingsInColourToo() throws {
    try withTemporaryFolder { folder in
      let record: (UInt8) -> [UInt8] = { label in
        [label] + (0..<3).flatMap { [UInt8](repeating: $0 * 50, count: 1024) }
      }
      let path = try write(record(9) + record(2), "data_batch_1.bin", in: folder)
      let summary = try ingestion(.cifar10, in: folder).run(files: [path])
      #expect(summary.images == 2 && summary.size == 32 && summary.labelled == 2)
      let set = try CutoutSet(opening: "\(folder)/set")
      #expect(set.bands == ["red", "green", "blue"])
      let pixels = set.cutout(1)
      #expect(pixels.count == 3072 && pixels[0] == 0)
      #expect(abs(pixels[1024] - 50 / 255) < 1e-6 && abs(pixels[3071] - 100 / 255) < 1e-6)
      let read = try ClassLabels(reading: "\(folder)/labels.csv")
      #expect(read.names == ["bird", "truck"] && read["data_batch_1-00000"] == 1)
    }
  }

  @Test func anotherSetIsOnlyReplacedOnRequest() throws {
    try withTemporaryFolder { folder in
      let path = try write(images(5), "train-images-idx3-ubyte", in: folder)
      _ = try ingestion(.mnist, in: folder).run(files: [path])
      // Of the same name, with other images.
      _ = try write(images(4), "train-images-idx3-ubyte", in: folder)
      #expect(
        sentence { _ = try ingestion(.mnist, in: folder).run(files: [path]) }
          == "cannot ingest into \(folder)/set: it holds another cutout set; choose another folder "
          + "or add --replace")
      _ = try ingestion(.mnist, in: folder, replacing: true).run(files: [path])
      #expect(try CutoutSet(opening: "\(folder)/set").count == 4)
    }
  }

  @Test func aStoppedRunIsRunAgain() throws {
    try withTemporaryFolder { folder in
      let path = try write(images(5), "train-images-idx3-ubyte", in: folder)
      func shards() throws -> [Data] {
        try (0..<2).map { number in
          try Data(contentsOf: URL(fileURLWithPath: CutoutShard.path(number, in: "\(folder)/set")))
        }
      }
      _ = try ingestion(.mnist, in: folder).run(files: [path])
      let whole = try shards()
      try FileManager.default.removeItem(atPath: CutoutShard.path(1, in: "\(folder)/set"))
      _ = try ingestion(.mnist, in: folder).run(files: [path])
      #expect(try shards() == whole)
    }
  }

  @Test func whatDoesNotFitGetsASentence() throws {
    try withTemporaryFolder { folder in
      let train = try write(images(5), "train-images-idx3-ubyte", in: folder)
      let short = try write(labels([1]), "train-labels-idx1-ubyte", in: folder)
      let lonely = try write(labels([1]), "other-labels-idx1-ubyte", in: folder)
      let cut = try write([UInt8](repeating: 0, count: 3072), "cut.bin", in: folder)
      let odd = try write([UInt8](repeating: 11, count: 3073), "odd.bin", in: folder)
      let broken: [([String], PictureDataset, String)] = [
        (
          [train, short], .mnist,
          "cannot ingest \(train): it has 5 images, but there are 1 labels of that name"
        ),
        (
          [train, lonely], .mnist,
          "cannot ingest labels called other: the images they belong to are not given"
        ),
        ([lonely], .mnist, "cannot ingest labels called other: the images they belong to are not"),
        ([cut], .cifar10, "cannot read \(cut): it has 3072 bytes, not a multiple of the 3073 of a"),
        ([odd], .cifar10, "cannot read \(odd): record 0 has the label 11 where 0 to 9 are known;"),
        ([train, train], .mnist, "cannot ingest the files: two of them are called train;"),
      ]
      for (files, dataset, expected) in broken {
        let found = sentence { _ = try ingestion(dataset, in: folder).run(files: files) }
        #expect(found.hasPrefix(expected), "\(found)")
      }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/set/cutouts-00000.fits"))
    }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "it needs the columns id and class, and has a, b"),
    ("id,class\nx,1\n", "they name 1 classes; 2 to 1000 are needed"),
    ("id,class\nx,1\ny,2\nx,2\n", "x has more than one"),
  ])
  func brokenLabelsGetSentences(text: String, reason: String) throws {
    try withTemporaryFolder { folder in
      let path = try write(Array(text.utf8), "labels.csv", in: folder)
      #expect(sentence { _ = try ClassLabels(reading: path) }.hasSuffix(reason))
    }
  }
}

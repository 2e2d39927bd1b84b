import Foundation
import Networks
import Ranks
import Tensors
import TestSupport
import Testing

/// A training that several processes share has the bits of one that is alone: convolutions and dense layers, normalised by
/// the batch and with a bias, dropout, noise, symmetries, batches that eight does not divide.
@Suite struct RanksTrainingTests {
  private static let architecture = Architecture(
    inputShape: [8, 8, 2],
    encoder: [
      .convolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .convolution(channels: 4, kernel: 3, stride: 1), .relu,
      .dropout(rate: 0.2), .dense(units: 5), .batchNormalisation,
    ],
    decoder: [
      .dense(units: 96), .batchNormalisation, .relu, .reshape([4, 4, 6]),
      .transposedConvolution(channels: 2, kernel: 3, stride: 2),
    ])
  private static let images = FewImages(count: 40, imageShape: [8, 8, 2])

  private static func settings(_ precision: Autoencoder.Precision) -> TrainingSettings {
    few {
      $0.batchSize = 11
      $0.epochs = 2
      $0.learningRate = 0.01
      $0.rule = .adamW
      $0.clip = 0.1
      $0.averaging = 0.9
      $0.augmentation = Augmentation(symmetries: true, noise: 0.1)
      $0.precision = precision
    }
  }

  private static var metadata: ModelMetadata {
    var metadata = NetworksTests.metadata()
    metadata.architecture = architecture
    return metadata
  }

  /// Everything learned.
  private static func bits(_ model: Autoencoder) -> [[UInt32]] {
    (model.parameters.map(\.values) + model.state.map(\.values)).map {
      $0.values.map(\.bitPattern)
    }
  }

  private struct Trained: Equatable {
    var bits: [[UInt32]]
    var history: [EpochReport]
  }

  private static func trained(
    by ranks: Ranks, _ settings: TrainingSettings, on images: any Dataset = images
  ) throws -> Trained {
    let model = Autoencoder(
      architecture, seed: settings.seed, workers: Workers(threads: 1), precision: settings.precision
    )
    let training = try Training(
      model, dataset: images, settings: settings,
      metadata: metadata, ranks: ranks)
    _ = try training.run()
    return Trained(bits: bits(model), history: timeless(training.history))
  }

  @Test(arguments: Autoencoder.Precision.allCases)
  func anyNumberOfRanksHasTheSameBits(precision: Autoencoder.Precision) throws {
    let settings = Self.settings(precision)
    let alone = try Self.trained(by: .alone, settings)
    for count in [2, 3, 8] {
      let together = try RanksOfThreads.results(of: count) { try Self.trained(by: $0, settings) }
      #expect(together.allSatisfy { $0 == alone }, "\(count) ranks")
    }
  }

  @Test func weightsOfPixelsCountAlikeForAll() throws {
    let settings = few {
      $0.epochs = 2
      $0.batchSize = 10
    }
    let images = WeightedImages(images: Self.images) { $0 * $0 }
    let alone = try Self.trained(by: .alone, settings, on: images)
    let together = try RanksOfThreads.results(of: 4) {
      try Self.trained(by: $0, settings, on: images)
    }
    #expect(together.allSatisfy { $0 == alone })
  }

  /// One rank is told to stop, all do; three go on where two stopped.
  @Test func whatWasStoppedGoesOnWithOtherRanks() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("stop.safetensors")
    let settings = Self.settings(.float32)
    let straight = try Self.trained(by: .alone, settings)
    let outcomes = try RanksOfThreads.results(of: 2) { ranks in
      let model = Autoencoder(
        Self.architecture, seed: settings.seed, workers: Workers(threads: 1))
      var steps = 0
      return try Training(
        model, dataset: Self.images, settings: settings,
        metadata: Self.metadata, ranks: ranks
      ).run(
        onStep: { _ in steps += 1 }, shouldStop: { ranks.rank == 1 && steps == 5 }, checkpoint: path
      )
    }
    #expect(outcomes == [.interrupted(checkpoint: path), .interrupted(checkpoint: path)])
    let rest = try RanksOfThreads.results(of: 3) { ranks in
      let (training, model) = try Checkpoint(reading: path).resume(
        on: Self.images, workers: Workers(threads: 1), ranks: ranks)
      _ = try training.run()
      return Trained(bits: Self.bits(model), history: timeless(training.history))
    }
    #expect(rest.allSatisfy { $0 == straight })
  }

  @Test func moreRanksThanChunksAreRefused() throws {
    struct Nowhere: RankLink {
      func share(_ all: UnsafeMutableRawPointer, _ ranges: [Range<Int>]) {}
      func meet() {}
      func leave() {}
      func abort(status: Int32) {}
    }
    #expect {
      _ = try Self.trained(by: Ranks(0, of: 9, by: Nowhere()), Self.settings(.float32))
    } throws: {
      "\($0)"
        == "cannot divide a training over 9 processes: batches are cut into 8 chunks, so that any number of processes has the "
        + "same bits; start at most 8, with more threads each (--threads)"
    }
  }

  @Test func ofAllRanksEachHasItsOwnPart() throws {
    let shared = try RanksOfThreads.results(of: 3) { ranks in
      var values = [Int](repeating: -1, count: 8)
      for place in ranks.own(of: 8) { values[place] = 10 * ranks.rank + place }
      values.withUnsafeMutableBufferPointer { values in
        ranks.share(values.baseAddress!) { ranks.part(of: 8, $0) }
      }
      return (values, ranks.texts("rank \(ranks.rank)"), ranks.any(ranks.rank == 2))
    }
    for (values, texts, any) in shared {
      #expect(values == [0, 1, 12, 13, 14, 25, 26, 27])
      #expect(texts == ["rank 0", "rank 1", "rank 2"] && any)
    }
  }
}

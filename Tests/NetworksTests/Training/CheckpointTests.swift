import Foundation
import Networks
import Tensors
import Testing

@Suite struct CheckpointTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let plain = few { _ in }
  private static let everything = few {
    $0.schedule = .oneCycle
    $0.clip = 0.5
    $0.averaging = 0.9
    $0.augmentation = Augmentation(symmetries: true, noise: 0.1)
    $0.seed = .max
  }

  /// Three epochs of four steps: stopped before each of them, resumed in a network that was
  /// initialised otherwise, the end is the same to the last bit.
  @Test(arguments: [plain, everything])
  func resumingIsAsIfItHadNeverStopped(settings: TrainingSettings) throws {
    let straight = LinearNetwork()
    let whole = try training(straight, settings)
    var losses: [Double] = []
    _ = try whole.run(onStep: { losses.append($0.loss) })

    for stop in 0..<12 {
      let path = folder.file("stop-\(stop).safetensors")
      let first = LinearNetwork()
      var taken: [Double] = []
      let outcome = try training(first, settings).run(
        onStep: { taken.append($0.loss) }, shouldStop: { taken.count == stop }, checkpoint: path)
      #expect(outcome == .interrupted(checkpoint: path))

      let second = LinearNetwork(seed: 77)
      let resumed = try Training(
        resuming: Checkpoint(reading: path), second, dataset: FewImages(), optimiser: Momentum())
      #expect(try resumed.run(onStep: { taken.append($0.loss) }) == .finished)
      let same = (
        taken == losses, second.bits == straight.bits,
        timeless(resumed.history) == timeless(whole.history)
      )
      #expect(same == (true, true, true), "losses, weights, reports; stopped at step \(stop)")
    }
  }

  @Test func stoppingAgainAndAgainChangesNothing() throws {
    let straight = LinearNetwork()
    _ = try training(straight, Self.everything).run()
    let path = folder.file("c.safetensors")
    var model = LinearNetwork()
    var current = try training(model, Self.everything)
    while true {
      var steps = 0
      let outcome = try current.run(
        onStep: { _ in steps += 1 }, shouldStop: { steps == 2 }, checkpoint: path)
      if outcome == .finished { break }
      model = LinearNetwork(seed: 3)
      current = try Training(
        resuming: Checkpoint(reading: path), model, dataset: FewImages(), optimiser: Momentum())
    }
    #expect(model.bits == straight.bits)
    #expect(folder.names == ["c.safetensors"])
  }

  @Test func saysWhatItHolds() throws {
    let checkpoint = try Checkpoint(reading: stopped(at: 5))
    #expect(checkpoint.settings == Self.plain)
    #expect(checkpoint.history.reports.map(\.epoch) == [1])
    #expect(checkpoint.metadata.bands == ["g", "r"])
    #expect(checkpoint.metadata.epochs == 1)
  }

  @Test func otherSettingsAreRefused() throws {
    let path = try stopped(at: 5)
    let checkpoint = try Checkpoint(reading: path)
    try checkpoint.requireSame(Self.plain)
    #expect(
      message { try checkpoint.requireSame(few { $0.batchSize = 13 }) }
        == "cannot resume from \(path) with the batch size 13: it was begun with 12; give the same "
        + "or start anew")
    #expect(
      message { try checkpoint.requireSame(few { $0.clip = 2 }) }
        == "cannot resume from \(path) with the gradient limit 2.0: it was begun with none; give "
        + "the same or start anew")
  }

  @Test func otherImagesAreRefused() throws {
    let path = try stopped(at: 5)
    #expect(
      message { try resume(path, on: FewImages(count: 51)) }
        == "cannot resume from \(path): it was begun with 50 images of shape [4, 4, 2], the data "
        + "set has 51 of shape [4, 4, 2]")
    #expect(
      message { try resume(path, on: FewImages(prefix: "other")) }
        == "cannot resume from \(path): it was begun with other images than those of this data "
        + "set, though as many; give the same or start anew")
    #expect(
      message { try resume(path, on: FewImages(seed: 3)) }
        == "cannot resume from \(path): the images of this data set have other pixels than those that it was begun with, "
        + "under the same names; give the same or start anew")
  }

  /// Labels that changed under the same images, in the last of them, too.
  @Test func otherTargetsAreRefused() throws {
    let path = folder.file("labelled.safetensors")
    _ = try Training(
      LinearNetwork(), dataset: FewImages(), targets: Level(value: 1), settings: Self.plain,
      metadata: metadata()
    ).run(shouldStop: { true }, checkpoint: path)
    func go(on targets: Level) throws {
      _ = try Training(
        resuming: Checkpoint(reading: path), LinearNetwork(), dataset: FewImages(), targets: targets
      )
    }
    try go(on: Level(value: 1))
    for other in [Level(value: 2), Level(value: 1, last: 2)] {
      #expect(
        message { try go(on: other) }
          == "cannot resume from \(path): the labels are not those that it was begun with; give the same or start anew"
      )
    }
  }

  /// Targets of one number, but for the last image's.
  private struct Level: ImageTargets {
    var value: Float
    var last: Float?
    let count = 50

    func rows(_ images: [Int], moved: [Motion]) -> Tensor {
      Tensor(
        images.flatMap { [Float](repeating: $0 == 49 ? last ?? value : value, count: 32) },
        shape: [images.count, 4, 4, 2])
    }

    func weights(_ images: [Int]) -> Tensor? { nil }
  }

  @Test func otherNetworksAreRefused() throws {
    let path = try stopped(at: 5)
    #expect(
      message { try resume(path, LinearNetwork(codes: 4)) }
        == "cannot read \(path): its architecture does not fit its weights; the tensor squeeze "
        + "has the shape [32, 3], [32, 4] was expected")
  }

  @Test func anOptimiserOfOtherWeightsIsRefused() throws {
    let path = try stopped(at: 5)
    let file = try SafetensorsFile(reading: path)
    var document = SafetensorsDocument()
    document.metadata = file.metadata
    for name in file.names {
      let velocity = name == "optimiser.velocity.squeeze"
      document.add(name, velocity ? Tensor(zeros: [2]) : try file.tensor(name))
    }
    try document.write(to: path)
    #expect(
      message { try resume(path) }
        == "cannot resume from \(path): the tensor optimiser.velocity.squeeze has the shape [2], "
        + "[32, 3] was expected")
  }

  @Test(arguments: [
    ("\"epoch\":1", "\"epoch\":4"), ("\"epoch\":1", "\"epoch\":-1"), ("\"step\":1", "\"step\":4"),
    ("\"step\":1", "\"step\":-1"), ("\"images\":12", "\"images\":9223372036854775807"),
    ("\"images\":12", "\"images\":0"), ("\"epoch\":1,\"history", "\"epoch\":2,\"history"),
  ])
  func aPlaceThatDoesNotExistIsRefused(found: String, written: String) throws {
    let path = try stopped(at: 5)
    let file = try SafetensorsFile(reading: path)
    var document = SafetensorsDocument()
    document.metadata = file.metadata
    let position = file.metadata["position"] ?? ""
    #expect(position.contains(found))
    document.metadata["position"] = position.replacingOccurrences(of: found, with: written)
    for name in file.names { document.add(name, try file.tensor(name)) }
    try document.write(to: path)
    let text = message { try resume(path) }
    #expect(text.hasPrefix("cannot resume from \(path): the place it says it stopped at, epoch "))
    #expect(text.hasSuffix("counted from 0, does not exist; start anew"))
  }

  @Test func aModelIsNoCheckpoint() throws {
    let path = folder.file("m.safetensors")
    try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    #expect(
      message { _ = try Checkpoint(reading: path) }
        == "cannot resume from \(path): it is not a checkpoint (its format reads galaxy-aep model "
        + "1, galaxy-aep checkpoint 1 or galaxy-aep checkpoint 2 was expected)")
  }

  /// An earlier version would read past a phase, and go on with other pixels.
  @Test(arguments: [(Int?.none, 1), (1, 2)]) func aNetworkWithPhasesHasOneOfTheSecondKind(
    phase: Int?, kind: Int
  ) throws {
    let architecture = Architecture(
      inputShape: [4, 4, 2],
      encoder: [.convolution(channels: 2, stride: 2, phase: phase), .dense(units: 3)],
      decoder: [.dense(units: 32), .reshape([4, 4, 2])])
    var metadata = metadata()
    metadata.architecture = architecture
    let path = folder.file("c.safetensors")
    _ = try Training(
      Autoencoder(architecture, seed: 1), dataset: FewImages(), settings: few { _ in },
      metadata: metadata
    ).run(shouldStop: { true }, checkpoint: path)
    let file = try SafetensorsFile(reading: path)
    #expect(file.metadata["format"] == "galaxy-aep checkpoint \(kind)")
    #expect(try Checkpoint(reading: path).metadata.architecture == architecture)
  }

  @Test func aDamagedOneIsRefused() throws {
    let path = try stopped(at: 5)
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    var numbers = RandomNumbers(seed: 12)
    for _ in 0..<100 {
      var bad = good
      bad[numbers.integer(below: bad.count)] ^= UInt8(1 << numbers.integer(below: 8))
      let damaged = try folder.write(bad, "damaged.safetensors")
      // Most are refused; what must not happen is a crash.
      _ = message {
        let training = try Training(
          resuming: Checkpoint(reading: damaged), LinearNetwork(), dataset: FewImages(),
          optimiser: Momentum())
        _ = try training.run(shouldStop: { true })
      }
    }
  }

  private func stopped(at stop: Int) throws -> String {
    let path = folder.file("stopped.safetensors")
    var steps = 0
    _ = try training(LinearNetwork(), Self.plain).run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == stop }, checkpoint: path)
    return path
  }

  private func resume(
    _ path: String, _ model: LinearNetwork = LinearNetwork(), on images: FewImages = FewImages()
  ) throws {
    _ = try Training(
      resuming: Checkpoint(reading: path), model, dataset: images, optimiser: Momentum())
  }
}

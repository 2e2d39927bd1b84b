import Files
import Foundation
import Networks
import Tensors
import Testing

/// What `pretrain` does, without a command: begun, stopped, resumed, written.
@Suite struct PretrainSessionTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
  private let images = FewImages()
  private let architecture = Architecture.linear(inputShape: [4, 4, 2], code: 2)

  private func settings(epochs: Int) -> TrainingSettings {
    var settings = TrainingSettings()
    (settings.epochs, settings.batchSize) = (epochs, 10)
    return settings
  }

  private func begun(_ variant: Variant, epochs: Int = 2) throws -> PretrainSession {
    try PretrainSession(
      of: variant,
      ModelMetadata(
        architecture: architecture, bands: ["a", "b"], stretch: "none", seed: 1,
        provenance: Provenance(command: "galaxy-aep pretrain")), on: images,
      settings: settings(epochs: epochs), workers: Workers(threads: 1))
  }

  @Test(arguments: [Variant.Name.naive, .denoising, .sparse])
  func whatIsTrainedIsAPlainAutoencoder(name: Variant.Name) throws {
    try Folder.create(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = try begun(Variant(name))
    #expect(try session.training.run() == .finished)
    let path = "\(folder)/model.safetensors"
    _ = try session.write(session.training.metadata, path)
    let (model, about) = try ModelFile.read(path)
    #expect(model.architecture == architecture)
    #expect((about.variant == nil) == (name == .naive))
  }

  @Test func anotherVariantIsNotResumed() throws {
    try Folder.create(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let checkpoint = "\(folder)/c.safetensors"
    let session = try begun(Variant(.naive), epochs: 3)
    var steps = 0
    let outcome = try session.training.run(
      onStep: { _ in steps += 1 }, shouldStop: { steps >= 6 }, checkpoint: checkpoint)
    #expect(outcome != .finished)
    let stored = try Checkpoint(reading: checkpoint)
    let error = #expect(throws: NetworkError.self) {
      _ = try PretrainSession(
        resuming: stored, of: Variant(.denoising), on: images, settings: settings(epochs: 3),
        workers: Workers(threads: 1))
    }
    #expect(
      error?.description
        == "cannot resume from \(checkpoint): it was begun as another variant; give "
        + "the same options or start anew")
  }
}

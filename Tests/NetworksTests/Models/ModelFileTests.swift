import Files
import Foundation
import Networks
import Tensors
import Testing

@Suite struct ModelFileTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("model.safetensors")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let model = LinearNetwork()
    model.state[0].values = Tensor((0..<32).map { Float($0) }, shape: [32])
    var metadata = metadata()
    metadata.epochs = 7
    metadata.validationLoss = 0.1 + 0.2
    metadata.seed = .max
    let written = try ModelFile.write(model, metadata: metadata, to: path)
    let read = try ModelFile.read(path) { LinearNetwork($0.inputShape, seed: 9) }
    #expect(read.model.bits == model.bits)
    #expect(read.metadata == written)
    #expect(try ModelFile.metadata(of: path) == written)
    metadata = written
    #expect(metadata.fingerprint.count == 16)
  }

  @Test func theSameModelGivesTheSameBytes() throws {
    try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    let again = folder.file("again.safetensors")
    try ModelFile.write(LinearNetwork(), metadata: metadata(), to: again)
    #expect(try bytes(path) == bytes(again))
  }

  @Test func theFingerprintTellsModelsApart() throws {
    func fingerprint(_ model: LinearNetwork) throws -> String {
      try ModelFile.write(model, metadata: metadata(), to: path).fingerprint
    }
    let model = LinearNetwork()
    let first = try fingerprint(model)
    #expect(try fingerprint(LinearNetwork()) == first)
    #expect(try fingerprint(LinearNetwork(seed: 6)) != first)
    model.state[0].values[31] = 1e-30
    #expect(try fingerprint(model) != first)
  }

  @Test func codesOfAnotherModelAreRefused() throws {
    let first = try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    let second = try ModelFile.write(LinearNetwork(seed: 6), metadata: metadata(), to: path)
    try first.requireMaker(first.fingerprint, of: "codes.fits")
    #expect(
      message { try second.requireMaker(first.fingerprint, of: "codes.fits") }
        == "cannot use codes.fits with this model: it was made by the model \(first.fingerprint), "
        + "this one is \(second.fingerprint); encode the cutouts again")
  }

  @Test func anotherFileIsRefused() throws {
    let text = folder.file("notes.txt")
    try AtomicFile.write("These are notes, no weights.", to: text)
    #expect(
      message { _ = try ModelFile.metadata(of: text) }
        == "cannot read \(text): it is not a safetensors file; its header length reads "
        + "8241904413164529748 bytes, more than 100000000")
    var document = SafetensorsDocument()
    document.add("a", Tensor([1], shape: [1]))
    try document.write(to: path)
    #expect(
      message { _ = try ModelFile.metadata(of: path) }
        == "cannot read \(path): it is a safetensors file but not a galaxy-aep model (its format "
        + "reads nothing, galaxy-aep model 1 or galaxy-aep model 2 was expected)")
  }

  /// An earlier version would read past a phase, and see other pixels.
  @Test func aNetworkWithPhasesIsOfTheSecondKind() throws {
    for (grid, kind) in [(Architecture.Grid.corner, 1), (.centred, 2)] {
      let architecture = Architecture.aep(bands: 1, size: 16, code: 2, grid: grid)
      let metadata = ModelMetadata(
        architecture: architecture, bands: ["r"], stretch: "", seed: 1,
        provenance: Provenance(program: "test", command: "test"))
      try ModelFile.write(Autoencoder(architecture, seed: 1), metadata: metadata, to: path)
      #expect(try SafetensorsFile(reading: path).metadata["format"] == "galaxy-aep model \(kind)")
      let read = try ModelFile.read(path) { Autoencoder($0, seed: 2) }
      #expect(read.metadata.architecture == architecture)
    }
  }

  @Test func aCheckpointIsNoModel() throws {
    _ = try training(LinearNetwork(), few { _ in }).run(shouldStop: { true }, checkpoint: path)
    #expect(
      message { _ = try ModelFile.metadata(of: path) }
        == "cannot read \(path) as a model: it is the checkpoint of an unfinished training; resume "
        + "that first")
  }

  @Test func anArchitectureThatDoesNotFitIsRefused() throws {
    try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    #expect(
      message { _ = try ModelFile.read(path) { _ in LinearNetwork([4, 4, 1]) } }
        == "cannot read \(path): its architecture does not fit its weights; the tensor squeeze has "
        + "the shape [32, 3], [16, 3] was expected")
    try alter { $0.add("more", Tensor([1], shape: [1])) }
    #expect(
      message { try read() }
        == "cannot read \(path): its architecture does not fit its weights; it has no place for "
        + "the tensor more")
    try alter(leavingOut: "mean") { _ in }
    #expect(
      message { try read() }
        == "cannot read \(path): its architecture does not fit its weights; the tensor mean of "
        + "shape [32] is missing")
  }

  @Test func changedWeightsAreNoticed() throws {
    let written = try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    var data = try bytes(path)
    data[data.count - 1] ^= 1
    try data.write(to: URL(fileURLWithPath: path))
    let text = message { try read() }
    #expect(text.hasPrefix("cannot read \(path): its weights are not those it was written with "))
    #expect(text.contains("\(written.fingerprint) was expected); copy or train it again"))
  }

  @Test func headersWithoutAFieldAreRefused() throws {
    try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    for name in ["architecture", "bands", "stretch", "seed", "epochs", "provenance", "fingerprint"]
    {
      try alter { $0.metadata[name] = nil }
      #expect(message { try read() } == "cannot read \(path): its header has no field \(name)")
      try ModelFile.write(LinearNetwork(), metadata: metadata(), to: path)
    }
    try alter { $0.metadata["seed"] = "-1" }
    #expect(
      message { try read() }
        == "cannot read \(path): the field seed of its header is not understood; it may come from "
        + "another version of this program")
  }

  private func read() throws {
    _ = try ModelFile.read(path) { LinearNetwork($0.inputShape) }
  }

  private func bytes(_ path: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// Writes the file again with something changed.
  private func alter(
    leavingOut name: String = "", _ change: (inout SafetensorsDocument) -> Void
  ) throws {
    let file = try SafetensorsFile(reading: path)
    var document = SafetensorsDocument()
    document.metadata = file.metadata
    for tensor in file.names where tensor != name && tensor != "more" {
      document.add(tensor, try file.tensor(tensor))
    }
    change(&document)
    try document.write(to: path)
  }
}

func metadata() -> ModelMetadata {
  ModelMetadata(
    architecture: Architecture(
      inputShape: [4, 4, 2], encoder: [.dense(units: 3)], decoder: [.dense(units: 32)]),
    bands: ["g", "r"],
    pixelScale: 0.396, stretch: "{\"kind\":\"asinh\"}", seed: 1,
    provenance: Provenance(program: "galaxy-aep test", command: "pretrain a b"))
}

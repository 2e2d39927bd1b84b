internal import Foundation
internal import Tensors

/// A training that was stopped, on disk: everything that resuming needs to go on as if it had
/// never stopped, to the last bit.
///
/// A safetensors file: the tensors of a model file, the optimiser's under `optimiser.`, the
/// averaged weights under `average.`, the best epoch's under `best.`. All random choices follow from the seed and the position.
public struct Checkpoint: Sendable {
  static let format = FileFormat("galaxy-aep checkpoint")

  /// Where it was read from; named in errors.
  public let path: String
  public let metadata: ModelMetadata
  public let settings: TrainingSettings
  /// The reports of the epochs that were finished.
  public var history: TrainingHistory { position.progress.history }

  let position: Position
  let file: SafetensorsFile

  /// What is stored of the loop itself.
  struct Position: Codable, Sendable {
    var progress: TrainingProgress
    var dataset: DatasetMark
    var beginning: NetworkMark?
    var averagedSteps: Int?
    var best: Best?

    /// Of which epoch the best weights are, and their held-out loss.
    struct Best: Codable, Sendable {
      var epoch: Int
      var loss: Double
    }
  }

  public init(reading path: String) throws {
    let file = try SafetensorsFile(reading: path)
    guard Self.format.knows(file.metadata["format"]) else {
      throw NetworkError(
        "cannot resume from \(path): it is not a checkpoint (its format reads "
          + "\(file.metadata["format"] ?? "nothing"), \(Self.format) was expected)")
    }
    self.path = path
    self.file = file
    metadata = try ModelMetadata(text: file.metadata, of: path)
    try metadata.architecture.requireRoom(in: file)
    settings = try Self.decoded("settings", of: file)
    position = try Self.decoded("position", of: file)
  }

  /// Refuses to go on with settings other than those the training began with.
  public func requireSame(_ other: TrainingSettings) throws(NetworkError) {
    for (begun, asked) in zip(settings.named, other.named) where begun.value != asked.value {
      throw NetworkError(
        "cannot resume from \(path) with the \(asked.name) \(asked.value): it was begun with "
          + "\(begun.value); give the same or start anew")
    }
  }

  /// Refuses to go on where the training began with another network: other layers, other weights (a random one, or another
  /// that was trained before), or weights that learn at another pace.
  ///
  /// - Parameter network: as it is made before its first step.
  public func requireSame(
    _ network: some Trainable, _ architecture: Architecture
  ) throws(NetworkError) {
    guard metadata.architecture == architecture else {
      throw NetworkError(
        "cannot resume from \(path): it is of another network; give the same model and options, or "
          + "start anew")
    }
    guard position.beginning.map({ $0 == NetworkMark(of: network) }) ?? true else {
      throw NetworkError(
        "cannot resume from \(path): its network began with other weights, or learned at another "
          + "pace; give the same model and options, or start anew")
    }
  }

  static func write(
    _ model: some Trainable, metadata: ModelMetadata, settings: TrainingSettings,
    optimiser: [String: Tensor], average: WeightAverage?, best: BestWeights?,
    position: Position, to path: String
  ) throws {
    let content = NetworkContent(of: model)
    var metadata = metadata
    metadata.fingerprint = content.fingerprint
    var document = SafetensorsDocument()
    document.metadata = try metadata.text()
    document.metadata["format"] = format.name(for: metadata.architecture)
    document.metadata["settings"] = try ModelMetadata.json(settings)
    document.metadata["position"] = try ModelMetadata.json(position)
    content.add(to: &document)
    for (name, values) in optimiser { document.add("optimiser.\(name)", values) }
    if let average { average.content.add(to: &document, prefix: "average.") }
    if let best { best.content.add(to: &document, prefix: "best.") }
    try document.write(to: path)
  }

  /// Refuses to go on with other images than those the training began with.
  func requireSame(_ dataset: DatasetMark) throws(NetworkError) {
    let begun = position.dataset
    guard begun.imageShape == dataset.imageShape, begun.count == dataset.count else {
      throw NetworkError(
        "cannot resume from \(path): it was begun with \(begun.count) images of shape "
          + "\(begun.imageShape), the data set has \(dataset.count) of shape \(dataset.imageShape)")
    }
    guard begun.fingerprint == dataset.fingerprint else {
      throw NetworkError(
        "cannot resume from \(path): it was begun with other images than those of this data set, "
          + "though as many; give the same or start anew")
    }
    guard begun.hasContent(of: dataset) else {
      throw NetworkError(
        "cannot resume from \(path): the images of this data set have other pixels than those that it was begun with, "
          + "under the same names; give the same or start anew")
    }
    guard begun.hasTargets(of: dataset) else {
      throw NetworkError(
        "cannot resume from \(path): the labels are not those that it was begun with; give the same or start anew"
      )
    }
  }

  /// Refuses a position that the training it belongs to does not have.
  func requirePosition(stepsPerEpoch: Int) throws(NetworkError) {
    let (progress, averaged) = (position.progress, position.averagedSteps ?? 0)
    guard (0...settings.epochs).contains(progress.epoch),
      (0..<stepsPerEpoch).contains(progress.step), progress.step == 0 || progress.images > 0,
      progress.history.reports.count == progress.epoch, (0..<1 << 48).contains(progress.images),
      (0..<1 << 48).contains(averaged)
    else {
      throw NetworkError(
        "cannot resume from \(path): the place it says it stopped at, epoch \(progress.epoch) and "
          + "step \(progress.step) counted from 0, does not exist; start anew")
    }
  }

  /// The weights and running statistics, checked against the network they are meant for.
  func content(for model: some Trainable) throws(NetworkError) -> NetworkContent {
    let content = try NetworkContent(for: model, from: file)
    guard content.fingerprint == metadata.fingerprint else {
      throw NetworkError(
        "cannot resume from \(path): its weights are not those it was written with; start anew")
    }
    return content
  }

  func average(for model: some Trainable) throws(NetworkError) -> WeightAverage? {
    guard let decay = settings.averaging else { return nil }
    let content = try NetworkContent(for: model, from: file, prefix: "average.")
    return WeightAverage(decay: decay, steps: position.averagedSteps ?? 0, content: content)
  }

  func best(for model: some Trainable) throws(NetworkError) -> BestWeights? {
    guard let best = position.best else { return nil }
    let content = try NetworkContent(for: model, from: file, prefix: "best.")
    return BestWeights(epoch: best.epoch, loss: best.loss, content: content)
  }

  /// What the optimiser remembers; of a parameter always under "role.parameter", in its shape.
  func optimiserState(for model: some Trainable) throws(NetworkError) -> [String: Tensor] {
    var shapes: [String: [Int]] = [:]
    for parameter in model.parameters { shapes[parameter.name] = parameter.values.shape }
    var state: [String: Tensor] = [:]
    let prefix = "optimiser."
    for name in file.names where name.hasPrefix(prefix) {
      let memory = name.dropFirst(prefix.count)
      let values = try file.tensor(name)
      let parameter = memory.drop { $0 != "." }.dropFirst()
      if let expected = shapes[String(parameter)], expected != values.shape {
        throw NetworkError(
          "cannot resume from \(path): the tensor \(name) has the shape \(values.shape), "
            + "\(expected) was expected")
      }
      state[String(memory)] = values
    }
    return state
  }

  private static func decoded<Value: Decodable>(
    _ name: String, of file: SafetensorsFile
  ) throws(NetworkError) -> Value {
    guard let text = file.metadata[name],
      let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    else {
      throw NetworkError(
        "cannot resume from \(file.path): the field \(name) of its header is not understood; it "
          + "may come from another version of this program")
    }
    return value
  }
}

internal import Tensors

/// A trained network on disk: a safetensors file with its weights and running statistics, and in
/// the header, as text, all that is needed to use them.
///
/// Any program that knows safetensors can read the tensors; nothing in the file can be executed.
public enum ModelFile {
  static let format = FileFormat("galaxy-aep model")

  /// Writes a model; the same model and metadata give the same bytes.
  ///
  /// - Returns: the metadata with the fingerprint under which the model is now known.
  @discardableResult
  public static func write(
    _ model: some Trainable, metadata: ModelMetadata, to path: String
  ) throws -> ModelMetadata {
    let content = NetworkContent(of: model)
    var metadata = metadata
    metadata.fingerprint = content.fingerprint
    var document = SafetensorsDocument()
    document.metadata = try metadata.text()
    document.metadata["format"] = format.name(for: metadata.architecture)
    content.add(to: &document)
    try document.write(to: path)
    return metadata
  }

  /// Reads what a model file says about itself, without its weights.
  public static func metadata(of path: String) throws -> ModelMetadata {
    try opened(path).metadata
  }

  /// Reads a model into the network that `make` builds from the stored architecture.
  public static func read<Model: Trainable>(
    _ path: String, into make: (Architecture) throws -> Model
  ) throws -> (model: Model, metadata: ModelMetadata) {
    let (file, metadata) = try opened(path)
    try metadata.architecture.requireRoom(in: file)
    let model = try make(metadata.architecture)
    let content = try NetworkContent(for: model, from: file)
    guard file.names.count == content.tensors.count else {
      let known = Set(content.tensors.map(\.name))
      let surplus = file.names.first { !known.contains($0) } ?? ""
      throw NetworkError(
        "cannot read \(path): its architecture does not fit its weights; it has no place for the "
          + "tensor \(surplus)")
    }
    guard content.fingerprint == metadata.fingerprint else {
      throw NetworkError(
        "cannot read \(path): its weights are not those it was written with (fingerprint "
          + "\(content.fingerprint), \(metadata.fingerprint) was expected); copy or train it again")
    }
    try content.restore(into: model)
    return (model, metadata)
  }

  private static func opened(
    _ path: String
  ) throws -> (file: SafetensorsFile, metadata: ModelMetadata) {
    let file = try SafetensorsFile(reading: path)
    let found = file.metadata["format"]
    if Checkpoint.format.knows(found) {
      throw NetworkError(
        "cannot read \(path) as a model: it is the checkpoint of an unfinished training; resume "
          + "that first")
    }
    guard format.knows(found) else {
      throw NetworkError(
        "cannot read \(path): it is a safetensors file but not a galaxy-aep model (its format "
          + "reads \(found ?? "nothing"), \(format) was expected)")
    }
    return (file, try ModelMetadata(text: file.metadata, of: path))
  }
}

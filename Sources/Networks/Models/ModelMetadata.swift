public import Files
internal import Foundation

/// What must be known beside the weights to use a model: stored as text in its file's header.
public struct ModelMetadata: Codable, Sendable, Equatable {
  public var architecture: Architecture
  /// The bands of the channels, in order: "u", "g", "r", "i", "z".
  public var bands: [String]
  /// Arcseconds per pixel of the images; nil where that has no meaning.
  public var pixelScale: Double?
  /// How pixels were stretched before training, as JSON that only its maker understands.
  public var stretch: String
  /// What everything random came from.
  public var seed: UInt64
  /// How many epochs the model was trained, and how well it then did on held-out images.
  public var epochs: Int
  public var validationLoss: Double?
  public var provenance: Provenance
  /// What the products of its training were made of; nil for float32.
  public var precision: Autoencoder.Precision?
  /// How an autoencoder was trained, if not plainly.
  public var variant: Variant?
  /// Names exactly these weights: codes carry it, so that codes of another model are noticed.
  /// Set when a model is written.
  public internal(set) var fingerprint = ""

  public init(
    architecture: Architecture, bands: [String], pixelScale: Double? = nil, stretch: String,
    seed: UInt64, epochs: Int = 0, validationLoss: Double? = nil, provenance: Provenance
  ) {
    self.architecture = architecture
    self.bands = bands
    self.pixelScale = pixelScale
    self.stretch = stretch
    self.seed = seed
    self.epochs = epochs
    self.validationLoss = validationLoss
    self.provenance = provenance
  }

  /// Refuses what another model has made.
  ///
  /// - Parameters:
  ///   - fingerprint: of the model that made `path`, as written there.
  public func requireMaker(_ fingerprint: String, of path: String) throws(NetworkError) {
    guard fingerprint != self.fingerprint else { return }
    throw NetworkError(
      "cannot use \(path) with this model: it was made by the model \(fingerprint), this one is "
        + "\(self.fingerprint); encode the cutouts again")
  }

  /// The metadata as the text map of a safetensors header.
  func text() throws -> [String: String] {
    var text = [
      "architecture": try Self.json(architecture), "bands": try Self.json(bands),
      "stretch": stretch, "seed": String(seed), "epochs": String(epochs),
      "provenance": try Self.json(provenance), "fingerprint": fingerprint,
    ]
    if let precision { text["precision"] = precision.rawValue }
    if let variant { text["variant"] = try Self.json(variant) }
    if let pixelScale { text["pixel_scale"] = "\(pixelScale)" }
    if let validationLoss { text["validation_loss"] = "\(validationLoss)" }
    return text
  }

  init(text: [String: String], of path: String) throws(NetworkError) {
    func field(_ name: String) throws(NetworkError) -> String {
      guard let value = text[name] else {
        throw NetworkError("cannot read \(path): its header has no field \(name)")
      }
      return value
    }
    func parsed<Value>(_ name: String, _ value: Value?) throws(NetworkError) -> Value {
      guard let value else {
        throw NetworkError(
          "cannot read \(path): the field \(name) of its header is not understood; it may come "
            + "from another version of this program")
      }
      return value
    }
    func decoded<Value: Decodable>(_ name: String) throws(NetworkError) -> Value {
      let json = Data(try field(name).utf8)
      return try parsed(name, try? JSONDecoder().decode(Value.self, from: json))
    }
    architecture = try decoded("architecture")
    bands = try decoded("bands")
    provenance = try decoded("provenance")
    stretch = try field("stretch")
    seed = try parsed("seed", UInt64(try field("seed")))
    epochs = try parsed("epochs", Int(try field("epochs")))
    fingerprint = try field("fingerprint")
    if let name = text["precision"] {
      precision = try parsed("precision", Autoencoder.Precision(rawValue: name))
    }
    if text["variant"] != nil { variant = try decoded("variant") }
    if let scale = text["pixel_scale"] { pixelScale = try parsed("pixel_scale", Double(scale)) }
    if let loss = text["validation_loss"] {
      validationLoss = try parsed("validation_loss", Double(loss))
    }
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

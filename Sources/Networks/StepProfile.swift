/// The parts of a training step put together by layer.
public struct StepProfile: Codable, Sendable {
  public struct Row: Codable, Sendable, Equatable {
    public var name: String
    /// What the layer does; empty for what belongs to no layer.
    public var layer: String
    public var milliseconds: Double
    /// Billions of floating-point operations a second, and as a fraction of the peak; nil where
    /// there is nothing to multiply.
    public var gigaflops: Double?
    public var ofPeak: Double?
  }

  /// In the order of the step's beginning.
  public private(set) var rows: [Row] = []
  /// Multiply-adds a second of one thread at its best.
  public let peak: Double

  /// - Parameters:
  ///   - byLayer: add up all parts of a layer; else all parts of the same name.
  public init(
    _ parts: [StepTime], of architecture: Architecture, byLayer: Bool, peak: Double
  ) {
    self.peak = peak
    var totals: [(name: String, seconds: Double, multiplyAdds: Double)] = []
    for part in parts {
      let name = byLayer ? Self.layerName(part.name) ?? part.name : part.name
      if let index = totals.firstIndex(where: { $0.name == name }) {
        totals[index].seconds += part.seconds
        totals[index].multiplyAdds += part.multiplyAdds
      } else {
        totals.append((name, part.seconds, part.multiplyAdds))
      }
    }
    rows = totals.map { name, seconds, multiplyAdds in
      let rate = multiplyAdds > 0 && seconds > 0 ? multiplyAdds / seconds : nil
      return Row(
        name: name, layer: Self.description(of: name, in: architecture),
        milliseconds: seconds * 1e3, gigaflops: rate.map { 2e-9 * $0 },
        ofPeak: rate.map { $0 / peak })
    }
  }

  /// "encoder.0" of "encoder.0 forward"; nil for what belongs to no layer.
  private static func layerName(_ part: String) -> String? {
    let first = part.prefix { $0 != " " }
    return first.contains(".") ? String(first) : nil
  }

  private static func description(of name: String, in architecture: Architecture) -> String {
    let words = (layerName(name) ?? "").split(separator: ".")
    guard words.count == 2, let index = Int(words[1]) else { return "" }
    let layers =
      switch words[0] {
      case "encoder": architecture.encoder
      case "decoder": architecture.decoder
      default: architecture.pixels?.layers ?? []
      }
    guard layers.indices.contains(index) else { return "" }
    switch layers[index] {
    case .convolution(let channels, let kernel, let stride, _):
      return "convolution \(kernel)×\(kernel)/\(stride) to \(channels)"
    case .transposedConvolution(let channels, let kernel, let stride, _):
      return "transposed \(kernel)×\(kernel)/\(stride) to \(channels)"
    case .dense(let units): return "dense to \(units)"
    case .add(let place), .concatenate(let place): return "join with \(place)"
    default: return ""
    }
  }
}

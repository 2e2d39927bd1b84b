internal import Console
internal import Cutouts
internal import Networks
internal import Tensors

/// A model and a set of images as it sees them: what figures of a network begin with.
struct SeenImages {
  let model: Autoencoder
  let metadata: ModelMetadata
  let set: CutoutSet
  let dataset: StretchedCutouts
  /// The channel that is shown.
  let channel: Int

  init(_ path: String, cutouts: String, band: String?, workers: Workers = .all) throws {
    (model, metadata) = try ModelFile.read(path, workers: workers)
    set = try CutoutSet(opening: cutouts)
    dataset = try StretchedCutouts(set, stretch: StretchText.decode(metadata.stretch, of: path))
    channel = try metadata.channel(of: band ?? set.referenceBand, in: path)
  }

  /// The number of the image of that name; nil for the first one.
  func index(of id: String?) throws -> Int {
    guard let id else { return 0 }
    let found = set.records.indices.filter { set.records[$0].id == id }
    guard let index = found.first else {
      throw CommandFailure("cannot show the image \(id): \(set.folder) holds none of that name")
    }
    guard found.count == 1 else {
      throw CommandFailure(
        "cannot show the image \(id): fields \(set.records[index].field) and "
          + "\(set.records[found[1]].field) of \(set.folder) both have one of that name")
    }
    return index
  }

  /// The values that are black and white: pictures have theirs, the sky has none.
  var limits: ClosedRange<Float>? { metadata.limits }
}

extension ModelMetadata {
  /// Pictures whose values are shares of one.
  var limits: ClosedRange<Float>? { architecture.loss == .binaryCrossEntropy ? 0...1 : nil }

  /// The network's channels by name.
  func channels(of path: String) throws -> [String] {
    try StretchText.decode(stretch, of: path).channels
  }

  /// The number of a channel; nil for r, else the middle one.
  func channel(of name: String?, in path: String) throws -> Int {
    let names = try channels(of: path)
    guard let name else { return names.firstIndex(of: "r") ?? names.count / 2 }
    guard let channel = names.firstIndex(of: name) else {
      throw CommandFailure(
        "cannot show band \(name): the model \(path) reads \(names.joined(separator: ","))")
    }
    return channel
  }

  /// What the autoencoder is called: "denoising", "principal components".
  var kind: String {
    if architecture.encoder.count == 1, case .dense? = architecture.encoder.first {
      return "principal components"
    }
    return variantName + (isDense ? ", dense layers" : "")
  }

  /// Whether it has several dense layers and no convolution.
  private var isDense: Bool {
    let layers = architecture.encoder.filter {
      switch $0 {
      case .dense, .convolution, .transposedConvolution: true
      default: false
      }
    }
    return layers.count > 1
      && layers.allSatisfy { if case .dense = $0 { true } else { false } }
  }

  private var variantName: String {
    guard let variant else { return "naive" }
    switch variant.name {
    case .denoising:
      return "denoising (\(variant.corruption?.kind.rawValue ?? "nothing") "
        + "\(variant.corruption?.amount ?? 0))"
    case .sparse:
      return
        "sparse (\(variant.sparsity?.kind.rawValue ?? "none") \(variant.sparsity?.weight ?? 0))"
    case .redundant: return "redundant (dropout \(variant.codeDropout ?? 0))"
    case .variational: return "variational (beta \(variant.beta ?? 0))"
    case .adversarial: return "adversarial (\(variant.adversary ?? 0))"
    case .decorrelated: return "decorrelated (\(variant.decorrelation ?? 0))"
    case .naive, .overcomplete, .consistent: return variant.name.rawValue
    }
  }

  /// Whether codes were asked to be those of N(0, 1).
  var hasPrior: Bool { variant?.beta != nil || variant?.adversary != nil }
}

extension Tensor {
  /// One channel of every image `[image, y, x, channel]`, as pictures `[y, x]`.
  func planes(channel: Int) -> [[Float]] {
    let (channels, length) = (shape[3], self.stride)
    return withUnsafeValues { values in
      (0..<shape[0]).map { image in
        Swift.stride(from: image * length + channel, to: (image + 1) * length, by: channels)
          .map { values[$0] }
      }
    }
  }
}

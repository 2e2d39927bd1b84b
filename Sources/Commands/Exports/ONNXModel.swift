internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// A model file as an ONNX graph: its encoder, from pixels in survey units to codes; of a network of classes of
/// pixels all, from pieces of frames of any size to the probabilities of the classes.
struct ONNXModel {
  private let metadata: ModelMetadata
  private let network: FoldedNetwork
  private let stretch: Stretch?
  private let averaged: Bool

  /// - Parameter averaged: whether codes are means over the symmetries of the cutout.
  init(reading path: String, averaged: Bool) throws {
    metadata = try ModelFile.metadata(of: path)
    let file = try SafetensorsFile(reading: path)
    let isOfPixels = metadata.architecture.pixels != nil
    var tensors: [String: Tensor] = [:]
    for name in file.names where isOfPixels || name.hasPrefix("encoder.") {
      tensors[name] = try file.tensor(name)
    }
    network =
      try isOfPixels
      ? FoldedNetwork(pixelsOf: metadata.architecture, tensors)
      : FoldedNetwork(encoderOf: metadata.architecture, tensors)
    stretch = try? StretchText.decode(metadata.stretch, of: path)
    self.averaged = averaged && !isOfPixels
  }

  /// The classes of pixels that it tells apart; nil where it makes codes.
  private var classes: [String]? { metadata.architecture.pixels?.classes }

  /// Whether the stretch stands in the graph.
  private var stretchesFrames: Bool { classes != nil && stretch?.servesFrames == true }

  /// What the graph is given, in words.
  var takes: String {
    let shape = network.inputShape
    let size = metadata.architecture.sizeMultiple
    if classes != nil {
      let axes = "[image, \(shape[0]), height, width], height and width multiples of \(size)"
      guard stretchesFrames, let stretch else { return "images \(axes), stretched already" }
      return
        "pixels \(axes), in survey units, noise and sky of the frame [image, \(shape[0])], bands "
        + stretch.bands.joined(separator: ",")
    }
    guard let stretch, stretch.kind != .matched else {
      return "images [image, \(shape[0]), \(shape[1]), \(shape[2])], stretched already, as "
        + "`galaxy-aep export MODEL --cutouts SET` writes them"
    }
    let side = stretch.cutoutSize
    return "pixels [image, \(shape[0]), \(side), \(side)] in survey units, noise and sky "
      + "[image, \(shape[0])], bands \(stretch.bands.joined(separator: ","))"
  }

  /// What it makes of them, in words.
  var gives: String {
    guard let classes else { return "codes [image, \(network.outputCount)]" }
    return
      "probabilities [image, \(classes.count), height, width] of \(classes.joined(separator: ","))"
  }

  func bytes(provenance: Provenance) throws -> Data {
    var graph = ONNXGraph()
    let image = ONNXGraph.Axis.any("image")
    var facts = [
      "fingerprint": metadata.fingerprint, "bands": metadata.bands.joined(separator: ","),
      "input": takes, "stretch": metadata.stretch, "command": provenance.command,
      "kernels": provenance.kernels ?? "",
    ]
    if let classes {
      let images = inputOfFrames(in: &graph)
      let result = network.addProbabilities(to: &graph, images: images)
      graph.output(
        result, as: "probabilities",
        [image, .length(classes.count), .any("height"), .any("width")])
      facts["output"] = gives
      facts["classes"] = classes.joined(separator: ",")
      facts["size_multiple"] = "\(metadata.architecture.sizeMultiple)"
      if let scale = metadata.pixelScale { facts["pixel_scale"] = "\(scale)" }
    } else {
      let images =
        stretch.map { StretchGraph($0).add(to: &graph) }
        ?? graph.input("images", [image] + network.inputShape.map { .length($0) })
      let codes = network.addCodes(to: &graph, images: images, averaged: averaged)
      graph.output(codes, as: "codes", [image, .length(network.outputCount)])
      facts["averaged"] = "\(averaged)"
    }
    return graph.bytes(
      name: classes == nil ? "encoder" : "segmentation", program: provenance.program,
      metadata: facts)
  }

  /// Pieces of frames, stretched in the graph where that can be.
  private func inputOfFrames(in graph: inout ONNXGraph) -> String {
    if stretchesFrames, let stretch { return StretchGraph(stretch).addOfFrames(to: &graph) }
    return graph.input(
      "images",
      [.any("image"), .length(network.inputShape[0]), .any("height"), .any("width")])
  }
}

internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// The encoder of a model file as an ONNX graph, from pixels in survey units to codes.
struct ONNXModel {
  private let metadata: ModelMetadata
  private let encoder: FoldedEncoder
  private let stretch: Stretch?
  private let averaged: Bool

  /// - Parameter averaged: whether codes are means over the symmetries of the cutout.
  init(reading path: String, averaged: Bool) throws {
    metadata = try ModelFile.metadata(of: path)
    let file = try SafetensorsFile(reading: path)
    var tensors: [String: Tensor] = [:]
    for name in file.names where name.hasPrefix("encoder.") {
      tensors[name] = try file.tensor(name)
    }
    encoder = try FoldedEncoder(metadata.architecture, tensors)
    stretch = try? StretchText.decode(metadata.stretch, of: path)
    self.averaged = averaged
  }

  var codeCount: Int { encoder.codeCount }

  /// What the graph is given, in words.
  var takes: String {
    let shape = encoder.inputShape
    guard let stretch, stretch.kind != .matched else {
      return "images [image, \(shape[0]), \(shape[1]), \(shape[2])], stretched already, as "
        + "`galaxy-aep export MODEL --cutouts SET` writes them"
    }
    let side = stretch.cutoutSize
    return "pixels [image, \(shape[0]), \(side), \(side)] in survey units, noise and sky "
      + "[image, \(shape[0])], bands \(stretch.bands.joined(separator: ","))"
  }

  func bytes(provenance: Provenance) throws -> Data {
    var graph = ONNXGraph()
    let image = ONNXGraph.Axis.any("image")
    let shape = encoder.inputShape
    let images: String
    if let stretch {
      images = StretchGraph(stretch).add(to: &graph)
    } else {
      images = graph.input("images", [image] + shape.map { .length($0) })
    }
    let codes = encoder.add(to: &graph, images: images, averaged: averaged)
    graph.output(codes, as: "codes", [image, .length(codeCount)])
    return graph.bytes(
      name: "encoder", program: provenance.program,
      metadata: [
        "fingerprint": metadata.fingerprint, "bands": metadata.bands.joined(separator: ","),
        "input": takes, "stretch": metadata.stretch, "command": provenance.command,
        "averaged": "\(averaged)", "kernels": provenance.kernels ?? "",
      ])
  }
}

internal import Cutouts
internal import Networks
internal import Tensors

/// A stretch as nodes of an ONNX graph: the same numbers as `StretchedCutouts` makes, channels
/// first.
struct StretchGraph {
  let stretch: Stretch

  init(_ stretch: Stretch) {
    self.stretch = stretch
  }

  /// Adds inputs `pixels` `[image, band, y, x]`, `noise` and `sky` `[image, band]`, and gives the
  /// stretched images.
  ///
  /// The matched stretch needs the field's point spread, which no graph can find: its input is
  /// `images` `[image, channel, y, x]` as the program's own stretch makes them.
  func add(to graph: inout ONNXGraph) -> String {
    let (image, bands) = (ONNXGraph.Axis.any("image"), stretch.bands.count)
    guard stretch.kind != .matched else {
      let size = ONNXGraph.Axis.length(stretch.size)
      return graph.input("images", [image, .length(stretch.channels.count), size, size])
    }
    let side = ONNXGraph.Axis.length(stretch.cutoutSize)
    let pixels = graph.input("pixels", [image, .length(bands), side, side])
    let noise = graph.input("noise", [image, .length(bands)])
    let sky = graph.input("sky", [image, .length(bands)])

    let margin = (stretch.cutoutSize - stretch.size) / 2
    let cropped = square(pixels, from: margin, side: stretch.size, in: &graph)
    let sigma = apart(trusted(noise, in: &graph), in: &graph)
    let level = apart(finite(sky, in: &graph), in: &graph)
    let light = graph.node("Sub", [cropped, level])
    return graph.node("Mul", [bent(light, cropped, level, sigma, in: &graph), taper(in: &graph)])
  }

  /// Adds the same inputs for pieces of frames of any size, whose noise and sky are the frame's; a pixel that is
  /// missing (NaN) becomes sky.
  ///
  /// - Precondition: the stretch serves frames.
  func addOfFrames(to graph: inout ONNXGraph) -> String {
    let (image, bands) = (ONNXGraph.Axis.any("image"), stretch.bands.count)
    let pixels = graph.input(
      "pixels", [image, .length(bands), .any("height"), .any("width")])
    let noise = graph.input("noise", [image, .length(bands)])
    let sky = graph.input("sky", [image, .length(bands)])
    let sigma = apart(trusted(noise, in: &graph), in: &graph)
    let level = apart(finite(sky, in: &graph), in: &graph)
    let light = graph.node("Sub", [pixels, level])
    return finite(bent(light, pixels, level, sigma, in: &graph), in: &graph)
  }

  /// The stretch's curve.
  private func bent(
    _ light: String, _ cropped: String, _ level: String, _ sigma: String,
    in graph: inout ONNXGraph
  ) -> String {
    switch stretch.kind {
    case .linear: return graph.node("Div", [light, sigma])
    case .asinh:
      let unit = graph.node("Mul", [sigma, graph.constant(stretch.softening)])
      let bent = graph.node("Asinh", [graph.node("Div", [light, unit])])
      return graph.node("Mul", [bent, graph.constant(1 / 3)])
    case .peak, .matched:
      let centre = square(cropped, from: stretch.size / 2 - 2, side: 4, in: &graph)
      let highest = graph.node(
        "ReduceMax", [centre], ["axes": .ints([2, 3]), "keepdims": .int(1)])
      let floor = graph.node("Mul", [sigma, graph.constant(5)])
      let peak = graph.node("Max", [graph.node("Sub", [highest, level]), floor])
      let part = graph.node("Div", [light, peak])
      return graph.node("Clip", [part, graph.constant(-1), graph.constant(1.5)])
    }
  }

  private func square(
    _ planes: String, from start: Int, side: Int, in graph: inout ONNXGraph
  ) -> String {
    let end = start + side
    return graph.node(
      "Slice",
      [
        planes, graph.constant([start, start]), graph.constant([end, end]),
        graph.constant([2, 3]),
      ])
  }

  /// The noise, or the set's typical one where it is not positive and finite.
  private func trusted(_ noise: String, in graph: inout ONNXGraph) -> String {
    let positive = graph.node("Greater", [noise, graph.constant(0)])
    let bounded = graph.node("Less", [noise, graph.constant(.infinity)])
    let typical = graph.constant(Tensor(stretch.typicalNoise, shape: [1, stretch.bands.count]))
    return graph.node("Where", [graph.node("And", [positive, bounded]), noise, typical])
  }

  /// The values; 0 where they are none.
  private func finite(_ values: String, in graph: inout ONNXGraph) -> String {
    let size = graph.node("Abs", [values])
    let isFinite = graph.node("Less", [size, graph.constant(.infinity)])
    return graph.node("Where", [isFinite, values, graph.constant(0)])
  }

  /// `[image, band]` as `[image, band, 1, 1]`.
  private func apart(_ values: String, in graph: inout ONNXGraph) -> String {
    graph.node("Unsqueeze", [values, graph.constant([2, 3])])
  }

  private func taper(in graph: inout ONNXGraph) -> String {
    let line = stretch.taper
    let values = line.flatMap { row in line.map { $0 * row } }
    return graph.constant(Tensor(values, shape: [1, 1, line.count, line.count]))
  }
}

/// Follows the shape of an image's numbers from layer to layer, and knows it at every place passed, so
/// that branches and joins find theirs.
struct ShapeTrace {
  private(set) var shape: [Int]
  private var places: [String: [Int]]

  init(input: [Int]) {
    shape = input
    places = ["input": input]
  }

  /// The shape after the layer that stands at `place`: "encoder.2".
  @discardableResult
  mutating func take(_ layer: Layer, at place: String) throws(NetworkError) -> [Int] {
    shape = try layer.shape(
      after: shape, at: "layer \(place)", earlier: layer.place.flatMap { places[$0] })
    places[place] = shape
    return shape
  }
}

extension [Network.Section] {
  /// Every layer with its place: "encoder.2".
  var placed: [(place: String, layer: Layer)] {
    flatMap { section in
      section.layers.enumerated().map { ("\(section.name).\($0.offset)", $0.element) }
    }
  }
}

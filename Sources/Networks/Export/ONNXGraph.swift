public import Foundation
public import Tensors

/// A computation in the Open Neural Network Exchange format (https://onnx.ai), opset 17: nodes that
/// take and make named tensors.
///
/// Graphs are built in order: `input`, then `constant` and `node`, each of which gives the name of
/// what it makes, then `output`. Nothing is checked here but what a name means; onnxruntime and the
/// onnx package check the rest.
public struct ONNXGraph: Sendable {
  /// What a node is told besides its inputs.
  public enum Attribute: Sendable {
    case int(Int)
    case ints([Int])
    case float(Float)
  }

  /// An axis of an input or output: of a length, or of any, under a name.
  public enum Axis: Sendable {
    case length(Int)
    case any(String)
  }

  private var nodes: [ProtobufMessage] = []
  private var constants: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []
  private var count = 0

  public init() {}

  /// Declares a tensor of 32-bit floats that is given from outside.
  public mutating func input(_ name: String, _ axes: [Axis]) -> String {
    inputs.append(Self.description(of: name, axes))
    return name
  }

  /// Declares a node's result to be an output.
  public mutating func output(_ result: String, as name: String, _ axes: [Axis]) {
    add("Identity", [result], [:], making: name)
    outputs.append(Self.description(of: name, axes))
  }

  public mutating func constant(_ tensor: Tensor) -> String {
    let bytes = tensor.withUnsafeValues { values in
      values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }
    return constant(shape: tensor.shape, type: 1, bytes)
  }

  /// A list of whole numbers, as shapes and axes are given.
  public mutating func constant(_ numbers: [Int]) -> String {
    let bytes = numbers.flatMap { number in
      withUnsafeBytes(of: Int64(number).littleEndian) { Array($0) }
    }
    return constant(shape: [numbers.count], type: 7, bytes)
  }

  /// A single number.
  public mutating func constant(_ number: Float) -> String {
    constant(Tensor([number], shape: []))
  }

  /// Adds an operation of ONNX and gives the name of its result.
  public mutating func node(
    _ operation: String, _ inputs: [String], _ attributes: [String: Attribute] = [:]
  ) -> String {
    count += 1
    let name = "\(operation.lowercased())_\(count)"
    add(operation, inputs, attributes, making: name)
    return name
  }

  /// The bytes of an .onnx file.
  public func bytes(name: String, program: String, metadata: [String: String]) -> Data {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, node) }
    graph.add(2, name)
    for constant in constants { graph.add(5, constant) }
    for input in inputs { graph.add(11, input) }
    for output in outputs { graph.add(12, output) }
    var operators = ProtobufMessage()
    operators.add(1, "")
    operators.add(2, 17)
    var model = ProtobufMessage()
    model.add(1, 8)
    model.add(2, program)
    model.add(7, graph)
    model.add(8, operators)
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return Data(model.bytes)
  }

  private mutating func add(
    _ operation: String, _ inputs: [String], _ attributes: [String: Attribute], making name: String
  ) {
    var node = ProtobufMessage()
    for input in inputs { node.add(1, input) }
    node.add(2, name)
    node.add(3, name)
    node.add(4, operation)
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      var attribute = ProtobufMessage()
      attribute.add(1, name)
      switch value {
      case .float(let number):
        attribute.add(2, number)
        attribute.add(20, 1)
      case .int(let number):
        attribute.add(3, number)
        attribute.add(20, 2)
      case .ints(let numbers):
        for number in numbers { attribute.add(8, number) }
        attribute.add(20, 7)
      }
      node.add(5, attribute)
    }
    nodes.append(node)
  }

  private mutating func constant(shape: [Int], type: Int, _ bytes: [UInt8]) -> String {
    count += 1
    let name = "constant_\(count)"
    var tensor = ProtobufMessage()
    for length in shape { tensor.add(1, length) }
    tensor.add(2, type)
    tensor.add(8, name)
    tensor.add(9, bytes)
    constants.append(tensor)
    return name
  }

  private static func description(of name: String, _ axes: [Axis]) -> ProtobufMessage {
    var shape = ProtobufMessage()
    for axis in axes {
      var dimension = ProtobufMessage()
      switch axis {
      case .length(let length): dimension.add(1, length)
      case .any(let name): dimension.add(2, name)
      }
      shape.add(1, dimension)
    }
    var (tensor, type, value) = (ProtobufMessage(), ProtobufMessage(), ProtobufMessage())
    tensor.add(1, 1)
    tensor.add(2, shape)
    type.add(1, tensor)
    value.add(1, name)
    value.add(2, type)
    return value
  }
}

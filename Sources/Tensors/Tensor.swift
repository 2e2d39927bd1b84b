/// A dense array of 32-bit floats: a shape and 64-byte-aligned storage in row-major order.
///
/// Images are `[image, y, x, channel]` (NHWC); codes are `[image, unit]`. A tensor is a value:
/// copies share storage until one of them is written to.
public struct Tensor: Sendable {
  /// The length of every axis, outermost first.
  public private(set) var shape: [Int]
  private var storage: TensorStorage

  /// A tensor filled with zeros.
  public init(zeros shape: [Int]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "a tensor's axes cannot be negative: \(shape)")
    self.shape = shape
    storage = TensorStorage(count: shape.reduce(1, *))
    storage.values.initialize(repeating: 0)
  }

  /// A tensor whose values are written by `initialize`, which must set every one of them.
  public init(
    uninitialized shape: [Int],
    initializingWith initialize: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    precondition(shape.allSatisfy { $0 >= 0 }, "a tensor's axes cannot be negative: \(shape)")
    self.shape = shape
    storage = TensorStorage(count: shape.reduce(1, *))
    try initialize(storage.values)
  }

  /// A tensor of the given values, in row-major order.
  public init(_ values: some Collection<Float>, shape: [Int]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
    self.init(uninitialized: shape) { _ = $0.initialize(fromContentsOf: values) }
  }

  /// The number of values.
  public var count: Int { storage.values.count }

  /// The length of one item along the first axis.
  public var stride: Int { shape.dropFirst().reduce(1, *) }

  /// The values in row-major order.
  public var values: [Float] { Array(storage.values) }

  /// The same values under another shape of the same count.
  public func reshaped(to shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "cannot see \(self.shape) as \(shape)")
    var copy = self
    copy.shape = shape
    return copy
  }

  /// One value; the indices count from zero along every axis. Meant for tests and small jobs.
  public subscript(indices: Int...) -> Float {
    get { storage.values[offset(of: indices)] }
    set {
      let position = offset(of: indices)
      withUnsafeMutableValues { $0[position] = newValue }
    }
  }

  public func withUnsafeValues<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(storage.values)) }
  }

  public mutating func withUnsafeMutableValues<Result>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    if !isKnownUniquelyReferenced(&storage) { storage = TensorStorage(copying: storage) }
    return try withExtendedLifetime(storage) { try body(storage.values) }
  }

  private func offset(of indices: [Int]) -> Int {
    precondition(indices.count == shape.count, "\(indices.count) indices into shape \(shape)")
    return zip(indices, shape).reduce(0) { sum, axis in
      precondition((0..<axis.1).contains(axis.0), "index \(indices) outside shape \(shape)")
      return sum * axis.1 + axis.0
    }
  }
}

extension Tensor: Equatable {
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape
      && left.withUnsafeValues { a in right.withUnsafeValues { b in a.elementsEqual(b) } }
  }
}

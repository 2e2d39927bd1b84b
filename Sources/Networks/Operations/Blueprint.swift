internal import Tensors

/// The operations and links that a network's layers become.
///
/// A linear layer and the normalisation, activation and dropout after it are one operation and one
/// link. Where a layer finds no linear one to follow, a copy stands in. What a branch or join reads is
/// the output of a link, so a link ends where one will read.
struct Blueprint {
  private(set) var operations: [any Operation] = []
  private(set) var links: [Link]
  /// The number of the last link of every section.
  private(set) var ends: [Int] = []
  /// Where the numbers so far lie, and their shape as the layers see it.
  private var current: Source
  /// The same of every layer that a branch or join reads.
  private var places: [String: Source] = [:]
  private let referenced: Set<String>
  /// Of every link, whether anything before its numbers learns.
  private var learns: [Bool]
  private var isFrozen = false
  private let seed: UInt64
  private let workers: Int
  private let passesGradient: Bool
  private let precision: Autoencoder.Precision
  private var parameterCount: UInt64 = 0

  init(
    inputShape: [Int], _ sections: [Network.Section], passesGradient: Bool,
    precision: Autoencoder.Precision, seed: UInt64, workers: Int
  ) {
    (self.seed, self.workers, self.passesGradient) = (seed, workers, passesGradient)
    self.precision = precision
    referenced = Set(sections.flatMap(\.layers).compactMap(\.place))
    current = Source(link: 0, shape: inputShape)
    links = [Link(shape: inputShape, workers: workers)]
    learns = [passesGradient]
    note("input")
    for section in sections {
      isFrozen = section.isFrozen
      add(section.layers, called: section.name)
      ends.append(current.link)
    }
    keepAcrossBatches()
  }

  private struct Source {
    var link: Int
    var shape: [Int]
  }

  private mutating func note(_ place: String) {
    if referenced.contains(place) { places[place] = current }
  }

  /// Numbers that are read after a whole-batch operation have seen other images pass.
  private func keepAcrossBatches() {
    for (end, reader) in operations.enumerated() {
      for input in reader.inputs {
        let start = operations.firstIndex { $0.output === input.link }
        guard let start,
          operations[start..<end].dropFirst().contains(where: { $0 is DenseOperation })
        else { continue }
        input.link.isKept = true
      }
    }
  }

  private mutating func add(_ layers: [Layer], called part: String) {
    var index = 0
    while index < layers.count {
      let name = "\(part).\(index)"
      let first = layers[index]
      if case .from(let place) = first {
        current = places[place] ?? current
        note(name)
        index += 1
        continue
      }
      if case .reshape(let wanted) = first {
        let link = links[current.link]
        if !(link.pixels == 1 || link.isPlain) {
          append(LayerTail(), to: .copy, name: name, shape: [1, 1, current.shape.reduce(1, *)])
        }
        current.shape = wanted
        note(name)
        index += 1
        continue
      }
      let linear = LinearLayer(first)
      var tail = LayerTail()
      if linear == .copy { _ = tail.take(first, name: name) }
      index += 1
      tail.hasBias =
        linear.hasBias && !(index < layers.count && layers[index] == .batchNormalisation)
      while index < layers.count, !referenced.contains("\(part).\(index - 1)"),
        tail.take(layers[index], name: "\(part).\(index)")
      { index += 1 }
      let earlier = first.place.flatMap { places[$0] }
      let output =
        linear == .copy
        ? current.shape
        : (try? first.shape(after: current.shape, at: name, earlier: earlier?.shape))
          ?? current.shape
      if let earlier {
        join(earlier, linear, tail, name: name, shape: output)
      } else {
        if linear == .dense { separate(name) }
        append(tail, to: linear, name: name, from: current.shape, shape: output)
      }
      current.shape = output
      note("\(part).\(index - 1)")
    }
  }

  /// A whole-batch operation cannot add its gradient to another's: it reads a copy where others read.
  private mutating func separate(_ name: String) {
    guard places.values.contains(where: { $0.link == current.link }) else { return }
    append(LayerTail(), to: .copy, name: "\(name).copy", shape: links[current.link].shape)
  }

  private mutating func join(
    _ earlier: Source, _ linear: LinearLayer, _ tail: LayerTail, name: String, shape: [Int]
  ) {
    // Both must lie as they are seen, and apart.
    func seen(_ shape: [Int]) -> [Int] { shape.count == 1 ? [1, 1, shape[0]] : shape }
    if links[current.link].shape != seen(current.shape) || current.link == earlier.link {
      append(LayerTail(), to: .copy, name: "\(name).copy", shape: current.shape)
    }
    let first = current
    if links[earlier.link].shape != seen(earlier.shape) {
      current = earlier
      append(LayerTail(), to: .copy, name: "\(name).other", shape: earlier.shape)
    }
    let second = current.link == first.link ? earlier.link : current.link
    current = first
    append(tail, to: linear, name: name, shape: shape, joining: second)
  }

  private mutating func append(
    _ tail: LayerTail, to linear: LinearLayer, name: String, from shape: [Int] = [],
    shape output: [Int],
    joining other: Int? = nil
  ) {
    let input = links[current.link]
    let learnsBefore = learns[current.link]
    let size = output.count == 1 ? [1, 1, output[0]] : output
    var bias: Parameter?
    if tail.hasBias {
      bias = Parameter(name: "\(name).bias", values: Tensor(zeros: [size[2]]), decays: false)
    }
    let link = Link(
      shape: size,
      normalisation: tail.normalisation.map {
        Normalisation(name: $0, channels: size[2], isFixed: isFrozen)
      },
      bias: bias, activation: tail.activation ?? .identity,
      dropout: isFrozen ? nil : tail.dropout.map { Dropout(rate: $0, layer: links.count) },
      ofWholeBatch: linear == .dense, workers: workers)
    switch linear {
    case .copy:
      operations.append(
        CopyOperation(
          name: name, input: input, output: link, learnsBefore: learnsBefore,
          isFrozen: isFrozen))
    case .join(let kind):
      operations.append(
        JoinOperation(
          name: name, kind, (input, learnsBefore),
          (links[other ?? 0], learns[other ?? 0]), output: link, isFrozen: isFrozen,
          workers: workers))
    case .dense:
      let weights = weights(name, [input.count, output[0]], fanIn: input.count, gain: tail.gain)
      operations.append(
        DenseOperation(
          name: name, input: input, output: link, weights: weights, learnsBefore: learnsBefore,
          isFrozen: isFrozen, precision: precision, workers: workers))
    case .convolution(let kernel, let stride, let phase, let transposed):
      let (big, small) = transposed ? (size, shape) : (shape, size)
      let fanIn = kernel * kernel * shape[2] / (transposed ? stride * stride : 1)
      let weights = weights(
        name, [kernel, kernel, big[2], small[2]], fanIn: max(1, fanIn),
        gain: transposed ? tail.paintingGain : tail.gain)
      operations.append(
        ConvolutionOperation(
          name: name, input: input, shape: shape, output: link, kernel: kernel, stride: stride,
          phase: phase, transposed: transposed, weights: weights, learnsBefore: learnsBefore,
          isFrozen: isFrozen, precision: precision, workers: workers))
    }
    links.append(link)
    let ownWeights = linear.hasBias || tail.normalisation != nil
    learns.append(
      learnsBefore || (other.map { learns[$0] } ?? false) || (ownWeights && !isFrozen))
    current.link = links.count - 1
  }

  private mutating func weights(
    _ name: String, _ shape: [Int], fanIn: Int, gain: Double
  ) -> Parameter {
    var numbers = RandomNumbers.stream(parameterCount, seed: seed)
    parameterCount += 1
    let spread = (gain / Double(fanIn)).squareRoot()
    let values = Tensor(uninitialized: shape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(spread * numbers.normal()))
      }
    }
    return Parameter(name: "\(name).weights", values: values, decays: true)
  }
}

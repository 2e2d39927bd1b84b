import Networks
import Tensors
import Testing

/// What the units of a layer weigh in the image, against nets worked out by hand.
@Suite struct FiltersTests {
  @Test func aFirstConvolutionsFiltersAreItsKernels() throws {
    let model = Autoencoder(
      Architecture(
        inputShape: [12, 12, 2],
        encoder: [.convolution(channels: 3, kernel: 3, stride: 2), .relu, .dense(units: 2)],
        decoder: [.dense(units: 288)]), seed: 1)
    let filters = try Filters(of: model, layer: 1)
    #expect(filters.height == 3 && filters.width == 3 && filters.channels == 2)
    let weights = try #require(model.parameters.first { $0.name == "encoder.0.weights" }).values
    for unit in 0..<3 {
      for (index, value) in filters.patterns[unit].enumerated() {
        let (pixel, channel) = (index / 2, index % 2)
        #expect(value == weights[pixel / 3, pixel % 3, channel, unit])
      }
    }
    #expect(filters.plane(1, channel: 1) == (0..<9).map { weights[$0 / 3, $0 % 3, 1, 1] })
  }

  /// Layer 2 behind a stride of 2 sees 3 + 2·2 = 7 pixels: Σ over its kernel and the channels
  /// between of both weights, each first kernel displaced by 2 for a step of the second.
  @Test func aSecondConvolutionsFiltersAreProductsOfBoth() throws {
    let model = Autoencoder(
      Architecture(
        inputShape: [28, 28, 1],
        encoder: [
          .convolution(channels: 4, kernel: 3, stride: 2), .leakyRelu(slope: 0.3),
          .dropout(rate: 0.2), .convolution(channels: 5, kernel: 3, stride: 2), .relu,
          .dense(units: 2),
        ], decoder: [.dense(units: 784)]), seed: 2)
    let filters = try Filters(of: model, layer: 2)
    #expect(filters.height == 7 && filters.width == 7 && filters.patterns.count == 5)
    func weights(_ name: String) throws -> Tensor {
      try #require(model.parameters.first { $0.name == name }).values
    }
    let (first, second) = (try weights("encoder.0.weights"), try weights("encoder.3.weights"))
    for unit in 0..<5 {
      var expected = [Float](repeating: 0, count: 49)
      for step in 0..<9 {
        for tap in 0..<9 {
          let (y, x) = (2 * (step / 3) + tap / 3, 2 * (step % 3) + tap % 3)
          for channel in 0..<4 {
            expected[y * 7 + x] +=
              second[step / 3, step % 3, channel, unit] * first[tap / 3, tap % 3, 0, channel]
          }
        }
      }
      let worst = zip(expected, filters.patterns[unit]).map { abs($0 - $1) }.max() ?? 1
      #expect(worst < 1e-5)
    }
  }

  /// A normalisation multiplies what comes before it: γ/√(σ² + ε) for every unit.
  @Test func aNormalisationCountsInTheFilters() throws {
    let model = Autoencoder(
      Architecture(
        inputShape: [4, 4, 1], encoder: [.dense(units: 3), .batchNormalisation, .relu],
        decoder: [.dense(units: 16)]), seed: 3)
    let batch = normal([20, 4, 4, 1], seed: 8)
    for _ in 0..<3 { _ = try model.step(batch) }
    func state(_ name: String) throws -> [Float] {
      try #require(
        model.parameters.first { $0.name == name }?.values
          ?? model.state.first { $0.name == name }?.values
      ).values
    }
    let (scale, variance) = (try state("encoder.1.scale"), try state("encoder.1.variance"))
    let weights = try state("encoder.0.weights")
    let filters = try Filters(of: model, layer: 1)
    #expect(filters.height == 4 && filters.patterns.count == 3)
    for unit in 0..<3 {
      let factor = scale[unit] / (variance[unit] + 1e-5).squareRoot()
      for pixel in 0..<16 {
        #expect(abs(filters.patterns[unit][pixel] - factor * weights[pixel * 3 + unit]) < 1e-6)
      }
    }
  }

  @Test func aLayerThatIsNotThereIsRefused() {
    let model = Autoencoder(.mnist(code: 4), seed: 1)
    #expect(
      message { _ = try Filters(of: model, layer: 4) }
        == "cannot look at layer 4: the encoder has the layers 1 to 3 with weights")
    let first = Autoencoder(
      Architecture(
        inputShape: [4, 4, 1], encoder: [.batchNormalisation, .dense(units: 3)],
        decoder: [.dense(units: 16)]), seed: 3)
    #expect(
      message { _ = try Filters(of: first, layer: 1) }
        == "cannot look into the network: the batch normalisation encoder.0 does not follow a "
        + "convolution or a dense layer")
  }
}

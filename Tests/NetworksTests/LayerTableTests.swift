import Networks
import Testing

@Suite struct LayerTableTests {
  @Test func theExerciseNetworkHasItsWeightsToTheLast() {
    let parts = Architecture.mnist().partWeights
    #expect(parts.map(\.name) == ["encoder", "decoder", "together"])
    #expect(parts.map(\.weights) == [119_200, 159_169, 278_369])
  }

  @Test(arguments: [
    Architecture.aep(), .aep(bands: 3, size: 32, code: 7), .mnist(), .mnist(code: 3, size: 32),
    .dense(inputShape: [6, 6, 2], widths: [9, 5], code: 3, loss: .meanSquaredError),
    .linear(inputShape: [5, 4, 2], code: 3),
  ])
  func theTableCountsWhatANetworkHas(architecture: Architecture) {
    let model = Autoencoder(architecture, seed: 1)
    let counted = architecture.table.reduce(0) { $0 + $1.weights }
    #expect(counted == model.parameters.reduce(0) { $0 + $1.values.count })
    #expect(
      architecture.table.map(\.shape).last?.reduce(1, *) == architecture.inputShape.reduce(1, *))
  }

  @Test func layersHaveNames() {
    let rows = Architecture.aep(bands: 5, size: 64).table
    #expect(rows[1].name == "encoder.0" && rows[1].layer == "convolution 3×3, stride 2")
    #expect(rows[1].shape == [32, 32, 32] && rows[1].weights == 1440)
    #expect(rows[2].layer == "batch normalisation" && rows[2].weights == 64)
  }
}

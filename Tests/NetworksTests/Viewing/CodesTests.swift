import Networks
import Tensors
import Testing

/// Images from codes, codes along a unit, and the images that activate a unit most.
@Suite struct CodesTests {
  @Test(arguments: [Architecture.mnist(code: 5, size: 8), .aep(bands: 2, size: 8, code: 3)])
  func decodingACodeIsTheReconstruction(architecture: Architecture) throws {
    let model = Autoencoder(architecture, seed: 2)
    let batch = normal([6] + architecture.inputShape, seed: 3)
    for _ in 0..<2 { _ = try model.step(batch, target: Tensor(zeros: batch.shape)) }
    let images = try DecoderPart(of: model).images(of: model.encode(batch))
    let expected = model.reconstruct(batch)
    #expect(images.shape == expected.shape)
    #expect(zip(images.values, expected.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func aTraversalChangesOneUnitEvenly() {
    let traversal = Traversal(start: [1, 2, 3], spreads: [1, 0.5, 2], reach: 3, steps: 5)
    #expect(traversal.places == [-3, -1.5, 0, 1.5, 3])
    let codes = traversal.codes(of: 1)
    #expect(codes.shape == [5, 3])
    #expect(codes.values == [1, 0.5, 3, 1, 1.25, 3, 1, 2, 3, 1, 2.75, 3, 1, 3.5, 3])
  }

  @Test func theMostActiveComeFirstAndEarlierOnesOfEquals() {
    var active = MostActive(units: 2, count: 2)
    active.add(Tensor([1, -1, 3, -3, 2, -2], shape: [3, 2]), first: 0)
    active.add(Tensor([3, .nan, 0, 5], shape: [2, 2]), first: 3)
    #expect(active.images[0].map(\.index) == [1, 3])
    #expect(active.images[0].map(\.number) == [3, 3])
    #expect(active.images[1].map(\.index) == [4, 0])
  }

  @Test func ofFewImagesAllAreShown() {
    var active = MostActive(units: 1, count: 9)
    active.add(Tensor([1, 3], shape: [2, 1]), first: 10)
    #expect(active.images[0].map(\.index) == [11, 10])
  }

  /// A variational code's spreads are the other half of the doubled layer.
  @Test func spreadsAreAModelOfTheirOwn() throws {
    var variant = Variant(.variational)
    variant.beta = 0.5
    let architecture = Architecture(
      inputShape: [4, 4, 1], encoder: [.dense(units: 3), .batchNormalisation],
      decoder: [.dense(units: 16)])
    let model = try VariantAutoencoder(architecture, variant: variant, seed: 3)
    let batch = normal([5, 4, 4, 1], seed: 2)
    let (means, spreads) = (model.autoencoder(), try #require(model.spreads()))
    let code = GaussianCode(
      zip(rows(means.encode(batch)), rows(spreads.encode(batch))).flatMap { $0 + $1 }, units: 3)
    let target = Tensor(zeros: batch.shape)
    // The loss's own divergence is that of both halves.
    let whole = model.loss(batch, target: target, weights: nil)
    let rebuilt = means.loss(batch, target: target)
    #expect(abs(whole - rebuilt - 0.5 / 16 * code.divergence) < 1e-5)
    #expect(
      try VariantAutoencoder(architecture, variant: Variant(.naive), seed: 3).spreads() == nil)
  }

  private func rows(_ codes: Tensor) -> [[Float]] {
    (0..<codes.shape[0]).map { row in Array(codes.values[row * 3..<row * 3 + 3]) }
  }
}

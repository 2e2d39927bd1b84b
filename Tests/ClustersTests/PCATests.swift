import Clusters
import Tensors
import Testing

@Suite struct PCATests {
  @Test func agreesWithNumpy() throws {
    let x = Tensor(ReferenceValues.pcaData, shape: [50, 6])
    let model = try PCA(components: 6).fit(x)
    for (own, numpy) in zip(model.variances, ReferenceValues.pcaVariances) {
      #expect(abs(own - numpy) < 1e-6 * ReferenceValues.pcaVariances[0])
    }
    for (own, numpy) in zip(model.directions.values, ReferenceValues.pcaDirections) {
      #expect(abs(Double(own) - numpy) < 1e-5)
    }
    #expect(abs(model.explained.reduce(0, +) - 1) < 1e-12)
  }

  @Test func allComponentsRebuildTheSources() throws {
    let x = Tensor(ReferenceValues.pcaData, shape: [50, 6])
    let model = try PCA(components: 6).fit(x)
    let back = try model.decode(model.encode(x))
    for (a, b) in zip(back.values, x.values) { #expect(abs(a - b) < 1e-4) }
    // Two components leave what the other four hold.
    let two = try PCA(components: 2).fit(x)
    let rough = try two.decode(two.encode(x))
    let lost = zip(rough.values, x.values).reduce(0.0) {
      $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
    }
    #expect(abs(lost / 49 - model.variances[2...].reduce(0, +)) < 1e-3)
  }

  @Test func codesAreUncorrelatedWithTheStatedVariances() throws {
    let x = noise([400, 9], seed: 2)
    let model = try PCA(components: 4).fit(x)
    let codes = try model.encode(x)
    for a in 0..<4 {
      for b in 0...a {
        let product =
          (0..<400).reduce(0.0) { $0 + Double(codes[$1, a]) * Double(codes[$1, b]) } / 399
        #expect(abs(product - (a == b ? model.variances[a] : 0)) < 1e-4)
      }
    }
  }

  /// Beyond 2,048 features the leading directions come by iteration: they are those the sources
  /// were made from.
  @Test func manyFeatures() throws {
    let (count, width) = (300, 2100)
    let (codes, basis) = (noise([count, 3], seed: 1), noise([3, width], seed: 2))
    let grain = noise([count, width], seed: 3).values
    var values = grain.map { $0 * 0.1 }
    let (c, b) = (codes.values, basis.values)
    for row in 0..<count {
      for column in 0..<width {
        for k in 0..<3 {
          values[row * width + column] += Float(3 - k) * c[row * 3 + k] * b[k * width + column]
        }
      }
    }
    let x = Tensor(values, shape: [count, width])
    let model = try PCA(components: 3).fit(x)
    #expect(model.explained.reduce(0, +) > 0.999)
    let back = try model.decode(model.encode(x))
    let lost = zip(back.values, values).reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }
    #expect(abs(lost / Double(count * width) - 0.01) < 0.001)
    let again = try PCA(components: 3).fit(x, workers: Workers(threads: 1))
    #expect(again.directions == model.directions)
  }

  @Test func refusesInWords() {
    #expect(
      message { _ = try PCA(components: 7).fit(noise([50, 6], seed: 1)) }
        == "cannot find 7 principal components of 50 sources with 6 features; ask for 1 to 6")
  }
}

@Suite struct StandardisationTests {
  @Test func columnsGetMeanZeroAndSpreadOne() throws {
    let x = Tensor([1, 5, 7, 3, 5, 9, 5, 5, 11], shape: [3, 3])
    let scale = try Standardisation(of: x)
    #expect(scale.means == [3, 5, 9])
    // The column that never changes is left at one.
    #expect(scale.spreads[1] == 1)
    let y = try scale.apply(to: x)
    for (own, expected) in zip(y.values.prefix(3), [-1.224_744_9, 0, -1.224_744_9] as [Float]) {
      #expect(abs(own - expected) < 1e-6)
    }
    let back = try scale.undo(on: y)
    for (a, b) in zip(back.values, x.values) { #expect(abs(a - b) < 1e-5) }
  }
}

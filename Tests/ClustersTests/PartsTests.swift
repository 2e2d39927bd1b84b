import Clusters
import Tensors
import Testing

/// What is told of a source does not depend on the sources beside it: a part of them, as a process of several has it, gets the
/// same bits as all.
@Suite struct PartsTests {
  private static let width = 30
  private let x = noise([300, width], seed: 5)

  private func isTheSameInParts(
    _ told: (Tensor) throws -> Tensor, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let whole = try told(x).values
    let each = whole.count / 300
    for start in [1, 2, 3, 4, 5, 6, 7, 8, 13, 150, 299] {
      for count in [1, 2, 5, 47, 149] where start + count <= 300 {
        let part = try told(rows(Array(start..<start + count), of: x)).values
        #expect(
          part == Array(whole[start * each..<(start + count) * each]),
          "\(count) from \(start)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test func coordinatesAlongComponents() throws {
    let model = try PCA(components: 30).fit(x)
    try isTheSameInParts { try model.encode($0) }
  }

  @Test(arguments: [10, 67]) func membershipsOfClusters(clusters: Int) throws {
    let model = try KMeans(clusters: clusters, seed: 1).fit(x)
    try isTheSameInParts { try model.memberships($0) }
    try isTheSameInParts { part in
      let groups = try model.assign(part)
      return Tensor(groups.map(Float.init), shape: [groups.count, 1])
    }
  }

  @Test(arguments: [GaussianMixture.Covariance.full, .diagonal])
  func membershipsOfAMixture(covariance: GaussianMixture.Covariance) throws {
    let model = try GaussianMixture(components: 3, covariance: covariance, seed: 1).fit(x)
    try isTheSameInParts { try model.memberships($0) }
  }
}

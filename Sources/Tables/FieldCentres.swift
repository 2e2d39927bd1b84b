package import Sky
package import StarGalaxy

/// The middles of the fields, by which an artificial star's field is known.
package struct FieldCentres {
  private let centres: [SIMD3<Double>]

  package init(_ positions: [SkyPosition], _ compactness: Compactness) {
    var sums = [SIMD3<Double>](repeating: .zero, count: compactness.fieldCount)
    for (position, field) in zip(positions, compactness.fields) {
      let vector = position.unitVector
      if vector.x.isFinite { sums[field] += vector }
    }
    centres = sums.map { sum in
      let length = (sum * sum).sum().squareRoot()
      return length > 0 ? sum / length : sum
    }
  }

  package func nearest(to position: SkyPosition) -> Int {
    let vector = position.unitVector
    let products = centres.map { ($0 * vector).sum() }
    return products.indices.max { products[$0] < products[$1] } ?? 0
  }
}

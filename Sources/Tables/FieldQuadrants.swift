internal import Clusters
package import Sky
package import StarGalaxy

/// The four quarters of every field.
package struct FieldQuadrants {
  private let middles: [(ra: Double, dec: Double)]

  package init(_ positions: [SkyPosition], _ compactness: Compactness) {
    var members = [[SkyPosition]](repeating: [], count: compactness.fieldCount)
    for (position, field) in zip(positions, compactness.fields) { members[field].append(position) }
    middles = members.map { positions in
      let first = positions.first?.ra ?? 0
      // Right ascension from the first source's, so that no field is torn at 0 and 360 degrees.
      return (
        first + (OrderStatistics.median(positions.map { Self.turn($0.ra - first) }) ?? 0),
        OrderStatistics.median(positions.map(\.dec)) ?? 0
      )
    }
  }

  package func part(of position: SkyPosition, field: Int) -> Int {
    let middle = middles[field]
    return (Self.turn(position.ra - middle.ra) > 0 ? 1 : 0) + (position.dec > middle.dec ? 2 : 0)
  }

  private static func turn(_ degrees: Double) -> Double {
    degrees - 360 * (degrees / 360).rounded()
  }
}

internal import Foundation
internal import Labels

/// A number that is truly known of simulated sources, and that a code may hold.
package struct SoughtProperty: Sendable, Equatable {
  package let name: String
  /// Of every row of the truth; NaN where it does not apply: a star has no half-light radius.
  package let values: [Double]
  /// Whether it is a class, 0 or 1, judged by how well it is ranked.
  package let isClass: Bool

  /// What the truth tells: size, shape, colours, redshift, class.
  static func all(of truth: TrueProperties) throws -> [SoughtProperty] {
    guard let classes = truth.texts("class") else { throw truth.missing("class") }
    let galaxies = classes.map { $0 == "GALAXY" }
    func ofGalaxies(_ name: String, _ column: String, _ change: (Double) -> Double = { $0 })
      throws -> SoughtProperty
    {
      let numbers = try truth.requiredNumbers(column)
      return SoughtProperty(
        name: name, values: zip(numbers, galaxies).map { $1 ? change($0) : .nan }, isClass: false)
    }
    var all = [
      try ofGalaxies("ln half-light radius", "r50") { log(max($0, 0.05)) },
      try ofGalaxies("axis ratio", "axis_ratio"),
      try ofGalaxies("share of the bulge", "bulge_share"),
    ]
    // A column y is a place on the frame.
    let bands = ["u", "g", "r", "i", "z"].compactMap { band in
      truth.numbers(band).map { (band, $0) }
    }
    for (blue, red) in zip(bands, bands.dropFirst()) {
      all.append(
        SoughtProperty(
          name: "\(blue.0) − \(red.0)", values: zip(blue.1, red.1).map { $0 - $1 }, isClass: false))
    }
    if truth.numbers("redshift") != nil { all.append(try ofGalaxies("redshift", "redshift")) }
    all.append(
      SoughtProperty(name: "class", values: galaxies.map { $0 ? 1 : 0 }, isClass: true))
    return all
  }
}

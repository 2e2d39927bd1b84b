internal import Foundation
internal import Sky
internal import Tensors

/// How many stars the fields of a survey hold, relative to the sky at galactic latitude 50°.
///
/// A guide to real skies, in multiples of those counts (2,600 stars brighter than r = 20 a square
/// degree): about 0.7 at the galactic poles, 1 at |b| = 50°, 2 at 30°, 4 at 20°, 10 at 10°, and 20 to
/// 50 within 5° of the plane where dust does not hide it (Bahcall & Soneira 1980, ApJS 44, 73; Gaia
/// Collaboration 2018, A&A 616, A1). Longitude changes them by factors of two.
public struct StarDensities: Sendable, Equatable {
  /// What may be asked for.
  public static let range = 0.1...100.0
  private let given: [Double]

  /// - Parameter given: one number for every field; two, from the first field to the last in equal
  ///   ratios; or as many as there are fields.
  public init(_ given: [Double]) {
    self.given = given
  }

  func check(fields: Int) throws(SurveyError) {
    guard !given.isEmpty, given.allSatisfy({ $0 >= 0 && $0 <= Self.range.upperBound }) else {
      throw SurveyError(
        "cannot simulate these densities of stars: each must lie between 0 and "
          + "\(Int(bounded: Self.range.upperBound)) times the usual one")
    }
    guard given.count <= 2 || given.count == fields else {
      throw SurveyError(
        "cannot simulate \(fields) fields with \(given.count) densities of stars; give one for all, "
          + "two for the first and the last field, or \(fields)")
    }
  }

  /// The density in one field of several.
  package func ofField(_ field: Int, of fields: Int) -> Double {
    guard given.count > 1, fields > 1 else { return given[0] }
    if given.count == fields, given.indices.contains(field) { return given[field] }
    let share = min(1, Double(field) / Double(fields - 1))
    guard given[0] > 0, given[1] > 0 else { return given[0] + share * (given[1] - given[0]) }
    return given[0] * pow(given[1] / given[0], share)
  }
}

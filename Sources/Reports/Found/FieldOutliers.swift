internal import Console
internal import Foundation
internal import Tensors

/// Fields that stand out among the others, and what looks wrong in all of them: told without a label.
///
/// A field is held against the median of all; it must be off by much and by more than chance would have it.
package struct FieldOutliers {
  /// One sentence each.
  package let sentences: [String]
  /// The fields that they are about.
  package let fields: Set<String>

  package init(in found: FoundSources, score: String) {
    var (sentences, fields) = (Self.ofAll(found, score), Set<String>())
    if found.fields.count >= Self.fewestFields {
      let middle = Middle(of: found.fields)
      for field in found.fields {
        let own = Self.remarks(on: field, beside: middle, score: score)
        sentences += own.map { "Field \(field.name) \($0)." }
        if !own.isEmpty { fields.insert(field.name) }
      }
    }
    (self.sentences, self.fields) = (sentences, fields)
  }

  private static let fewestFields = 3
  /// Standard deviations beyond which chance is no explanation.
  private static let limit = 5.0

  private struct Middle {
    var count, starShare, unsureShare: Double
    var pointRadius: Double?

    init(of fields: [FoundSources.Field]) {
      func median(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
      }
      count = median(fields.map { Double($0.count) }) ?? 0
      starShare = median(fields.map(\.starShare)) ?? 0
      unsureShare = median(fields.map(\.unsureShare)) ?? 0
      pointRadius = median(fields.compactMap(\.pointRadius))
    }
  }

  private static func remarks(
    on field: FoundSources.Field, beside middle: Middle, score: String
  ) -> [String] {
    var remarks: [String] = []
    let count = Double(field.count)
    if abs(log(count / middle.count)) > log(2),
      abs(count - middle.count) > limit * middle.count.squareRoot()
    {
      remarks.append(
        "holds \(field.count) sources where others hold about \(Int(bounded: middle.count))")
    }
    func isFar(_ share: Double, from usual: Double, by least: Double) -> Bool {
      let chance = (max(usual * (1 - usual), 0.01) / count).squareRoot()
      return abs(share - usual) > max(least, limit * chance)
    }
    if isFar(field.starShare, from: middle.starShare, by: 0.15) {
      remarks.append(
        "has \(percent(field.starShare)) stars by the sum of \(score) where others have about "
          + percent(middle.starShare))
    }
    if field.unsureShare > middle.unsureShare,
      isFar(field.unsureShare, from: middle.unsureShare, by: 0.15)
    {
      remarks.append(
        "leaves \(percent(field.unsureShare)) of its sources unsure where others leave about "
          + percent(middle.unsureShare))
    }
    if let radius = field.pointRadius, let usual = middle.pointRadius, abs(radius / usual - 1) > 0.2
    {
      remarks.append(
        "has stars of half-light radius \(number(radius, digits: 3))″ where others have about "
          + "\(number(usual, digits: 3))″")
    } else if field.pointRadius == nil, middle.pointRadius != nil {
      remarks.append(
        "has fewer than \(FoundSources.fewestStars) sure stars, too few to tell its point spread")
    }
    return remarks
  }

  /// What is wrong with all fields alike.
  private static func ofAll(_ found: FoundSources, _ score: String) -> [String] {
    var sentences: [String] = []
    if found.unscored > 0 {
      sentences.append(
        "\(found.unscored) of \(found.scored + found.unscored) sources have no \(score).")
    }
    if found.scored > 0, found.sureStars == 0 {
      sentences.append(
        "No source is a star with \(score) of \(number(FoundSources.sure)) or more: nothing tells what a "
          + "point looks like.")
    }
    let half = found.bins.prefix { $0.high <= brightHalf(of: found.bins) }
    let (bright, unsure) = (half.reduce(0) { $0 + $1.count }, half.reduce(0) { $0 + $1.unsure })
    if bright >= 50, 2 * unsure > bright {
      sentences.append(
        "\(unsure) of the \(bright) brighter sources are unsure (\(score) between 0.1 and 0.9), which only "
          + "faint ones should be.")
    }
    return sentences
  }

  /// The magnitude that the brighter half of the sources does not pass.
  private static func brightHalf(of bins: [FoundSources.Bin]) -> Double {
    let all = bins.reduce(0) { $0 + $1.count }
    var seen = 0
    for bin in bins {
      seen += bin.count
      if 2 * seen > all { return bin.low }
    }
    return .infinity
  }

  private static func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }
}

/// A price on code units that follow each other: weight · mean over unit pairs of (C − 1)², C being
/// the batch's second moments zᵀz / images and 1 the identity.
///
/// A normalised code trained on reconstruction alone collapses: all units end up repeating the one
/// number that reconstructs most. This keeps them apart, and each at spread one (the redundancy term
/// of Zbontar et al. 2021, arXiv:2103.03230, on one view; Cogswell et al. 2016, arXiv:1511.06068).
package struct Decorrelation {
  let weight: Float

  package init(weight: Float) { self.weight = weight }

  /// The price of codes `[image, unit]`; its gradient is added to `gradient`.
  package func price(of codes: [Float], units: Int, gradient: inout [Float]) -> Double {
    let images = codes.count / units
    var moments = [Float](repeating: 0, count: units * units)
    for image in 0..<images {
      let row = image * units
      for i in 0..<units {
        let value = codes[row + i]
        for j in 0..<units { moments[i * units + j] += value * codes[row + j] }
      }
    }
    var sum = 0.0
    for i in 0..<units {
      for j in 0..<units {
        let excess = moments[i * units + j] / Float(images) - (i == j ? 1 : 0)
        moments[i * units + j] = excess
        sum += Double(excess) * Double(excess)
      }
    }
    let share = 4 * weight / Float(images * units * units)
    for image in 0..<images {
      let row = image * units
      for i in 0..<units {
        var pull: Float = 0
        for j in 0..<units { pull += moments[i * units + j] * codes[row + j] }
        gradient[row + i] += share * pull
      }
    }
    return Double(weight) * sum / Double(units * units)
  }
}

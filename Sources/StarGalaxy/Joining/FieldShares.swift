/// The share of stars in every field, on straight lines between some magnitudes.
struct FieldShares {
  /// A field, and where a magnitude lies between two of those that shares are given at.
  struct Place {
    let field, knot: Int
    /// The share of the way from `knot` to the next.
    let t: Double
  }

  private var stars, all, shares: [[Double]]

  init(fields: Int, knots: Int) {
    stars = [[Double]](repeating: [Double](repeating: 0, count: knots), count: fields)
    (all, shares) = (stars, stars)
  }

  mutating func clear() {
    for field in stars.indices {
      for knot in stars[field].indices { (stars[field][knot], all[field][knot]) = (0, 0) }
    }
  }

  mutating func add(_ star: Double, _ place: Place) {
    let (field, knot) = (place.field, place.knot)
    stars[field][knot] += (1 - place.t) * star
    stars[field][knot + 1] += place.t * star
    all[field][knot] += 1 - place.t
    all[field][knot + 1] += place.t
  }

  /// Stars over all that was counted; a half where nothing was.
  var means: [[Double]] {
    zip(stars, all).map { zip($0, $1).map { min(max(($0 + 0.3) / ($1 + 0.6), 0.01), 0.99) } }
  }

  mutating func settle(_ drawn: [[Double]], _ trust: [[Double]], _ bounds: ClosedRange<Double>) {
    for field in shares.indices {
      for knot in shares[field].indices {
        let trust = trust[field][knot]
        let share =
          (stars[field][knot] + trust * drawn[field][knot]) / (all[field][knot] + trust)
        shares[field][knot] = min(max(share, bounds.lowerBound), bounds.upperBound)
      }
    }
  }

  func share(at place: Place) -> Double {
    let own = shares[place.field]
    return (1 - place.t) * own[place.knot] + place.t * own[place.knot + 1]
  }
}

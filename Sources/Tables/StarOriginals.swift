package import Sky

/// Which star each artificial star is a copy of, as a number that the star itself has among the sources.
package struct StarOriginals {
  /// The number of every source, none like another, and of every artificial star.
  package let sources, stars: [Int]

  /// A source this near to where a copied star was is that star, in arcseconds.
  private static let radius = 1.0

  /// - Parameters:
  ///   - sources: where the sources lie.
  ///   - originals: where the star lies whose copy each artificial star is; a star of which this is not known has a
  ///     number of its own.
  package init(_ sources: [SkyPosition], originals: [SkyPosition?]) {
    var (places, numberOfPlace, next): ([SkyPosition], [SkyPosition.Key: Int], Int) = (
      [], [:], sources.count
    )
    for case let original? in originals where numberOfPlace[original.key] == nil {
      numberOfPlace[original.key] = places.count
      places.append(original)
    }
    // The nearest source; a star that is none of them has a number of its own.
    var numbers = [Int?](repeating: nil, count: places.count)
    for pair in SkyMatch.oneToOne(places, sources, radius: Self.radius) {
      numbers[pair.first] = pair.second
    }
    for place in places.indices where numbers[place] == nil {
      numbers[place] = next
      next += 1
    }
    var stars: [Int] = []
    for original in originals {
      if let original, let place = numberOfPlace[original.key], let number = numbers[place] {
        stars.append(number)
      } else {
        stars.append(next)
        next += 1
      }
    }
    (self.sources, self.stars) = (Array(sources.indices), stars)
  }
}

extension SkyPosition {
  /// Positions of the same bits are the same place.
  fileprivate struct Key: Hashable {
    let ra, dec: UInt64
  }

  fileprivate var key: Key { Key(ra: ra.bitPattern, dec: dec.bitPattern) }
}

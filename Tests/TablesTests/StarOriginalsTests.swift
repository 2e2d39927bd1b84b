import Sky
import Tables
import Testing

/// Copies of a star are of the star's own number.
@Suite struct StarOriginalsTests {
  @Test func copiesShareTheNumberOfTheStar() {
    let sources = [
      SkyPosition(ra: 10, dec: 1), SkyPosition(ra: 10.01, dec: 1), SkyPosition(ra: 10.02, dec: 1),
    ]
    // 0.36″ beside the second source, on none, not known, and on the third.
    let near = SkyPosition(ra: 10.01, dec: 1.0001)
    let lost = SkyPosition(ra: 10.015, dec: 1)
    let found = StarOriginals(sources, originals: [near, lost, nil, sources[2], near, lost, nil])
    #expect(found.sources == [0, 1, 2])
    #expect(found.stars[0] == 1 && found.stars[4] == 1 && found.stars[3] == 2)
    #expect(found.stars[1] == found.stars[5])
    // What is on no source, or not known, is like no source and like no other.
    #expect(Set([found.stars[1], found.stars[2], found.stars[6], 0, 1, 2]).count == 6)
  }
}

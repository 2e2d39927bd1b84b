import Networks
import Tensors
import Testing

@Suite struct FingerprintTests {
  /// Test vectors of draft-eastlake-fnv.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func isFNV1a(text: String, expected: String) {
    var fingerprint = Fingerprint()
    Array(text.utf8).withUnsafeBytes { fingerprint.add($0) }
    #expect(fingerprint.text == expected)
  }

  @Test func bordersCount() {
    var (one, two) = (Fingerprint(), Fingerprint())
    one.add("ab")
    one.add("c")
    two.add("a")
    two.add("bc")
    #expect(one != two)
  }

  @Test func shapesCount() {
    var (one, two) = (Fingerprint(), Fingerprint())
    one.add("w", Tensor(zeros: [2, 3]))
    two.add("w", Tensor(zeros: [3, 2]))
    #expect(one != two)
  }
}

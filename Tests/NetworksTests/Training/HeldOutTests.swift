import Networks
import Testing

@Suite struct HeldOutTests {
  @Test(arguments: [3, 4, 10, 101, 5000], [0.001, 0.1, 0.5, 0.999])
  func partsTheImages(count: Int, fraction: Double) throws {
    let parts = try HeldOut(count, fraction: fraction, seed: 4)
    #expect((parts.training + parts.validation).sorted() == Array(0..<count))
    let wanted = Int((Double(count) * fraction).rounded())
    #expect(parts.validation.count == min(max(wanted, 1), count - 2))
    #expect(parts.training == parts.training.sorted())
  }

  @Test func theSeedDecides() throws {
    let parts = try HeldOut(100, fraction: 0.2, seed: 4)
    #expect(try HeldOut(100, fraction: 0.2, seed: 4) == parts)
    #expect(try HeldOut(100, fraction: 0.2, seed: 5) != parts)
  }

  @Test(arguments: [(0, "0 images"), (1, "1 image"), (2, "2 images")])
  func tooFewAreRefused(count: Int, text: String) {
    #expect(
      message { _ = try HeldOut(count, fraction: 0.1, seed: 1) }
        == "cannot train on \(text): at least 3 are needed, 2 to train on and 1 to validate with")
  }
}

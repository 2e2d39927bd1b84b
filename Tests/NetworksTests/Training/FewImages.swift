import Tensors

/// Images that differ from a few patterns by noise: enough to learn something from.
struct FewImages: Dataset {
  var count = 50
  var imageShape = [4, 4, 2]
  var seed: UInt64 = 2
  var prefix = "image"
  /// This image has a pixel that is not a number.
  var spoilt: Int?
  /// Reading this image fails.
  var unreadable: Int?

  struct Unreadable: Error {}

  func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    let pixels = imageShape.reduce(1, *)
    for (place, index) in indices.enumerated() {
      if index == unreadable { throw Unreadable() }
      var numbers = RandomNumbers.stream(UInt64(index), seed: seed)
      let (a, b) = (numbers.normal(), numbers.normal())
      for p in 0..<pixels {
        let pattern = a * Double(p % 3) + b * Double(p % 5 - 2)
        batch[place * pixels + p] = Float(0.3 * pattern + 0.05 * numbers.normal())
      }
      if index == spoilt { batch[place * pixels + 7] = .nan }
    }
  }

  func identifier(of index: Int) -> String { "\(prefix)-\(index)" }
}

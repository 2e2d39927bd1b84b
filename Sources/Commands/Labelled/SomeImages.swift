internal import Tensors

/// Some of the images of a data set, by their numbers there.
struct SomeImages<Base: Dataset>: Dataset {
  let base: Base
  let chosen: [Int]

  var count: Int { chosen.count }
  var imageShape: [Int] { base.imageShape }

  func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    try base.fill(batch, with: indices.map { chosen[$0] })
  }

  func identifier(of index: Int) -> String { base.identifier(of: chosen[index]) }
}

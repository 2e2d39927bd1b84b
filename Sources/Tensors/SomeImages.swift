/// Some of the images of a data set, by their numbers there.
public struct SomeImages<Base: Dataset>: Dataset {
  private let base: Base
  private let chosen: [Int]

  public init(base: Base, chosen: [Int]) {
    (self.base, self.chosen) = (base, chosen)
  }

  public var count: Int { chosen.count }
  public var imageShape: [Int] { base.imageShape }

  public func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    try base.fill(batch, with: indices.map { chosen[$0] })
  }

  public var contentMark: String? { base.contentMark }

  public func identifier(of index: Int) -> String { base.identifier(of: chosen[index]) }
}

import Tensors
import Testing

/// Images handed out in batches.
@Suite struct DatasetTests {
  /// Images of two pixels, which are their own number and its half.
  private struct Numbered: Dataset {
    let count: Int
    let imageShape = [1, 2, 1]

    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      for (place, index) in indices.enumerated() {
        (batch[2 * place], batch[2 * place + 1]) = (Float(index), Float(index) / 2)
      }
    }

    func identifier(of index: Int) -> String { "\(index)" }
  }

  @Test func batchesHoldEveryImageOnceAndInOrder() throws {
    var (firsts, counts, values): ([Int], [Int], [Float]) = ([], [], [])
    try Numbered(count: 10).forEachBatch(size: 4) { first, images in
      #expect(images.shape.dropFirst() == [1, 2, 1])
      firsts.append(first)
      counts.append(images.shape[0])
      values += images.values
    }
    #expect(firsts == [0, 4, 8])
    #expect(counts == [4, 4, 2])
    #expect(values == (0..<10).flatMap { [Float($0), Float($0) / 2] })
  }

  @Test func chosenImagesComeInTheirOrder() throws {
    var (firsts, values): ([Int], [Float]) = ([], [])
    // A slice keeps the numbers of its array.
    try Numbered(count: 10).forEachBatch(of: [5, 9, 2, 7, 0][1...], size: 3) { first, images in
      firsts.append(first)
      values += images.values
    }
    #expect(firsts == [0, 3])
    #expect(values == [9, 4.5, 2, 1, 7, 3.5, 0, 0])
  }

  @Test func batchesAreOf256UnlessTold() throws {
    var counts: [Int] = []
    try Numbered(count: 600).forEachBatch { _, images in counts.append(images.shape[0]) }
    #expect(counts == [256, 256, 88])
    try Numbered(count: 0).forEachBatch { _, _ in Issue.record("there is no batch") }
  }

  @Test func whatABatchThrowsEndsTheRest() {
    struct Stop: Error {}
    var seen = 0
    #expect(throws: Stop.self) {
      try Numbered(count: 9).forEachBatch(size: 2) { _, _ in
        seen += 1
        if seen == 2 { throw Stop() }
      }
    }
    #expect(seen == 2)
  }
}

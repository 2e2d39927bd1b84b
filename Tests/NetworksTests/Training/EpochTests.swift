import Networks
import Testing

@Suite struct EpochTests {
  @Test(arguments: [
    // images, batch size, steps, size of a full batch
    (256, 128, 2, 128), (255, 128, 2, 128), (192, 128, 2, 128), (191, 128, 1, 128),
    (100, 128, 1, 100), (2, 128, 1, 2), (3, 2, 1, 2), (7, 3, 2, 3), (8, 3, 3, 3),
  ])
  func stepsOfAnEpoch(images: Int, batchSize: Int, steps: Int, size: Int) {
    let found = Epoch.division(of: images, batchSize: batchSize)
    #expect(found.steps == steps && found.size == size)
    let epoch = Epoch(0, of: Array(0..<images), batchSize: batchSize, seed: 1)
    #expect(epoch.batches.count == steps)
    #expect(epoch.batches.dropLast().allSatisfy { $0.count == size })
    #expect(epoch.batches.allSatisfy { 2 * $0.count >= size && $0.count >= 2 })
  }

  @Test func noImageComesTwice() {
    let images = (0..<1000).map { 3 * $0 }
    let seen = Epoch(2, of: images, batchSize: 100, seed: 1).batches.flatMap { $0 }
    #expect(seen.sorted() == images && seen != images)
  }

  @Test func seedAndNumberDecide() {
    let images = Array(0..<50)
    let epoch = Epoch(2, of: images, batchSize: 10, seed: 1)
    #expect(Epoch(2, of: images, batchSize: 10, seed: 1) == epoch)
    #expect(Epoch(3, of: images, batchSize: 10, seed: 1) != epoch)
    #expect(Epoch(2, of: images, batchSize: 10, seed: 2) != epoch)
  }
}

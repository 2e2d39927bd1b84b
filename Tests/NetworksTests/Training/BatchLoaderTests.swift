import Networks
import Testing

@Suite struct BatchLoaderTests {
  private let settings: TrainingSettings
  private let heldOut: HeldOut

  init() throws {
    var settings = TrainingSettings()
    settings.epochs = 3
    settings.batchSize = 8
    self.settings = settings
    heldOut = try HeldOut(50, fraction: 0.3, seed: 1)
  }

  @Test func batchesComeInTheOrderOfThePlan() throws {
    var plan = plan()
    let loader = BatchLoader(plan, of: FewImages())
    var count = 0
    while let request = plan.next() {
      #expect(try loader.next()?.images == request.images)
      count += 1
    }
    #expect(count == 3 * (4 + 2))
    #expect(try loader.next() == nil)
  }

  @Test func everyEpochEndsWithTheHeldOutImages() {
    var (plan, seen) = (plan(), [BatchRequest]())
    while let request = plan.next() { seen.append(request) }
    for epoch in 0..<3 {
      let requests = seen.filter { $0.epoch == epoch }
      #expect(
        requests.map(\.purpose) == Array(repeating: .training, count: 4) + [
          .validation, .validation,
        ])
      #expect(requests.suffix(2).flatMap(\.images) == heldOut.validation)
      #expect(Set(requests.prefix(4).flatMap(\.images)).isDisjoint(with: heldOut.validation))
    }
  }

  @Test(arguments: [(0, 3), (1, 0), (2, 4)])
  func aPlanBeginsAnywhere(epoch: Int, step: Int) {
    var whole = plan()
    var rest = BatchPlan(heldOut, settings: settings, epoch: epoch, step: step)
    for _ in 0..<(6 * epoch + step) { _ = whole.next() }
    while let request = whole.next() { #expect(rest.next() == request) }
    #expect(rest.next() == nil)
  }

  @Test func aFailureComesInItsTurn() throws {
    var plan = plan()
    let first = plan.next()
    let second = plan.next()
    let loader = BatchLoader(self.plan(), of: FewImages(unreadable: second?.images[3]))
    #expect(try loader.next()?.images == first?.images)
    #expect(throws: FewImages.Unreadable.self) { try loader.next() }
    #expect(try loader.next() == nil)
  }

  @Test func stoppingEndsTheThread() throws {
    weak var loader: BatchLoader?
    do {
      let running = BatchLoader(plan(), of: FewImages())
      loader = running
      _ = try running.next()
      running.stop()
      #expect(try running.next() == nil)
    }
    for _ in 0..<200 where loader != nil { wait() }
    #expect(loader == nil)
  }

  private func plan() -> BatchPlan {
    BatchPlan(heldOut, settings: settings, epoch: 0, step: 0)
  }
}

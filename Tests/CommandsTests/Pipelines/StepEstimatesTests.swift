import Commands
import Pipelines
import Testing

/// What a dry run says of steps that have never run.
@Suite struct StepEstimatesTests {
  private func estimates(
    _ steps: [[String]], speed: Double = 1e11, threads: Int = 1
  ) throws -> [StepEstimates.Estimate] {
    var estimates = StepEstimates(speed: speed, threads: threads)
    return try steps.map { estimates.next(try GalaxyAEP.steps.parse($0).workload) }
  }

  private static let steps = [
    ["simulate", "--fields=2", "--width=100", "--height=50", "--out=frames"],
    ["ingest", "frames", "--out=nowhere/cutouts"],
    ["pretrain", "nowhere/cutouts", "--epochs=10"],
    ["encode", "model.safetensors", "nowhere/cutouts"],
    ["cluster", "codes.fits"],
  ]

  @Test func sizesFollowFromFieldsBandsAndPixels() throws {
    let all = try estimates(Self.steps)
    // Two fields of five bands; 550 sources a field, 5 × 64 × 64 pixels of four bytes.
    #expect(all[0].bytes == 2 * 5 * 100 * 50 * 4)
    #expect(all[1].bytes == 2 * 550 * 5 * 64 * 64 * 4)
    #expect(all[3].bytes == 1100 * 4 * 60)
    #expect(all[2].bytes == nil && all[4] == StepEstimates.Estimate())
  }

  @Test func timesFollowFromTheNetworkAndTheProcessor() throws {
    let slow = try estimates(Self.steps)
    let fast = try estimates(Self.steps, speed: 2e11, threads: 2)
    // 65.5 million multiply-adds a step of an image of five bands, a few more with the stack.
    let seconds = try #require(slow[2].seconds)
    #expect((10.0..<14).contains(seconds), "\(seconds)")
    let encoding = try #require(slow[3].seconds)
    #expect((1.2..<1.8).contains(encoding), "\(encoding)")
    for step in [2, 3] {
      let (one, four) = (try #require(slow[step].seconds), try #require(fast[step].seconds))
      #expect(abs(one / four - 4) < 1e-9)
    }
    #expect(slow[1].seconds == 8 && fast[1].seconds == 4)
  }

  @Test func whatIsNotKnownIsNotEstimated() throws {
    let alone = try estimates([["pretrain", "nowhere/cutouts"], ["encode", "m", "nowhere/c"]])
    #expect(alone == [StepEstimates.Estimate(), StepEstimates.Estimate()])
  }
}

internal import Tensors

/// All batches of a training in the order they are needed: the steps of an epoch, then the held-out
/// images, then the next epoch.
///
/// One plan spans the epochs, so that reading never pauses at their boundaries.
package struct BatchPlan: Sendable {
  package let heldOut: HeldOut
  package let settings: TrainingSettings
  private var epoch: Int
  private var waiting: [BatchRequest]
  private var position: Int

  /// The plan from step `step` of epoch `epoch` on, both counted from 0.
  package init(_ heldOut: HeldOut, settings: TrainingSettings, epoch: Int, step: Int) {
    self.heldOut = heldOut
    self.settings = settings
    self.epoch = epoch
    position = step
    waiting = Self.requests(of: epoch, heldOut, settings)
  }

  package mutating func next() -> BatchRequest? {
    if position == waiting.count {
      epoch += 1
      position = 0
      waiting = Self.requests(of: epoch, heldOut, settings)
    }
    guard epoch < settings.epochs else { return nil }
    defer { position += 1 }
    return waiting[position]
  }

  private static func requests(
    of epoch: Int, _ heldOut: HeldOut, _ settings: TrainingSettings
  ) -> [BatchRequest] {
    let order = Epoch(
      epoch, of: heldOut.training, batchSize: settings.batchSize, seed: settings.seed)
    let size = min(settings.batchSize, heldOut.training.count)
    let held = stride(from: 0, to: heldOut.validation.count, by: size).map { start in
      Array(heldOut.validation[start..<min(start + size, heldOut.validation.count)])
    }
    return order.batches.map { BatchRequest($0, epoch: epoch, for: .training) }
      + held.map { BatchRequest($0, epoch: epoch, for: .validation) }
  }
}

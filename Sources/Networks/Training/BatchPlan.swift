internal import Tensors

/// All batches of a training in the order they are needed: the steps of an epoch, then the held-out
/// images, then the next epoch.
///
/// One plan spans the epochs, so that reading never pauses at their boundaries.
struct BatchPlan: Sendable {
  struct Request: Sendable, Equatable {
    var images: [Int]
    /// Counts from 0.
    var epoch: Int
    var purpose: Purpose
  }

  enum Purpose: Sendable, Equatable { case training, validation }

  let heldOut: HeldOut
  let settings: TrainingSettings
  private var epoch: Int
  private var waiting: [Request]
  private var position: Int

  /// The plan from step `step` of epoch `epoch` on, both counted from 0.
  init(_ heldOut: HeldOut, settings: TrainingSettings, epoch: Int, step: Int) {
    self.heldOut = heldOut
    self.settings = settings
    self.epoch = epoch
    position = step
    waiting = Self.requests(of: epoch, heldOut, settings)
  }

  mutating func next() -> Request? {
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
  ) -> [Request] {
    let order = Epoch(
      epoch, of: heldOut.training, batchSize: settings.batchSize, seed: settings.seed)
    let size = min(settings.batchSize, heldOut.training.count)
    let held = stride(from: 0, to: heldOut.validation.count, by: size).map { start in
      Array(heldOut.validation[start..<min(start + size, heldOut.validation.count)])
    }
    return order.batches.map { Request(images: $0, epoch: epoch, purpose: .training) }
      + held.map { Request(images: $0, epoch: epoch, purpose: .validation) }
  }
}

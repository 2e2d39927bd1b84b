internal import ArgumentParser
internal import Console
internal import Networks
internal import Pipelines

extension Training {
  /// Trains to the end under a progress bar; stopped before, it ends the command with nothing
  /// written but the checkpoint, if one is asked for.
  func runWhole(showing name: String, checkpoint: String? = nil) throws {
    var bar = StepBar(name)
    Interruption.listen()
    defer { Interruption.stopListening() }
    let outcome = try run(
      onStep: { bar.show($0) }, shouldStop: { Interruption.isRequested }, checkpoint: checkpoint)
    bar.finish()
    guard outcome == .finished else {
      Terminal.shared.note(
        checkpoint == nil
          ? "stopped; nothing was written" : "stopped; go on with: \(Invocation.resuming())")
      throw ExitCode(Interruption.exitStatus)
    }
  }
}

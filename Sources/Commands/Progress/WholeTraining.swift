internal import ArgumentParser
internal import Console
internal import Networks

extension Training {
  /// Trains to the end under a progress bar; stopped before, it ends the command with nothing
  /// written.
  func runWhole(showing name: String) throws {
    var bar = StepBar(name)
    Interruption.listen()
    defer { Interruption.stopListening() }
    let outcome = try run(
      onStep: { bar.show($0) }, shouldStop: { Interruption.isRequested })
    bar.finish()
    guard outcome == .finished else {
      Terminal.shared.note("stopped; nothing was written")
      throw ExitCode(Interruption.exitStatus)
    }
  }
}

public import Tensors

/// A network in inference mode: running statistics, no dropout, nothing kept.
extension Network {
  /// The numbers after the last section, or after that of the given number: `[image]` + `shape`, by
  /// default `[image, y, x, channel]`.
  public func outputs(_ batch: Tensor, after section: Int? = nil, shape: [Int]? = nil) -> Tensor {
    let link = links[ends[section ?? ends.count - 1]]
    return Tensor(uninitialized: [batch.shape[0]] + (shape ?? link.shape)) { out in
      guard let start = out.baseAddress else { return }
      run(plan(after: section, into: start), batch, training: false)
    }
  }

  /// How the processor time of `outputs` is spent, summed over the threads.
  func profileOutputs(_ batch: Tensor, after section: Int, rounds: Int) -> [StepTime] {
    let link = links[ends[section]]
    var times: [StepTime] = []
    _ = Tensor(uninitialized: [batch.shape[0]] + link.shape) { out in
      guard let start = out.baseAddress else { return }
      let plan = plan(after: section, into: start)
      run(plan, batch, training: false)
      let stopwatch = Stopwatch(plan)
      for _ in 0..<rounds { run(plan, batch, training: false, stopwatch: stopwatch) }
      times = stopwatch.times(of: plan, images: batch.shape[0], rounds: rounds)
    }
    return times
  }

  private func plan(after section: Int?, into start: UnsafeMutablePointer<Float>) -> Plan {
    let end = ends[section ?? ends.count - 1]
    let link = links[end]
    let pointwise = link.pointwise(as: link.shape)
    return Plan.forward(operations[..<end], training: false, to: link) { place in
      link.load(
        place, as: pointwise, into: start + place.image * link.count, row: pointwise.rowCount)
    }
  }
}

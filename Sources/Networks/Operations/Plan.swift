internal import Tensors

/// The order in which a network's operations run: sweeps over the images of a batch, each as long
/// as an image can go on alone, in the cache, without waiting for the others.
///
/// A sweep ends where a batch normalisation needs the statistics of every image, and at a dense
/// layer, which does the whole batch at once.
struct Plan {
  /// Steps that every image takes by itself, and what follows when all have.
  struct Sweep {
    var begins: [(_ chunk: Int) -> Void] = []
    var steps: [(number: Int, run: (Place) -> Void)] = []
    var ends: [(number: Int, run: (_ images: Int, Team) -> Void)] = []
  }

  /// What the steps and ends are called, and their multiply-adds for an image, by their numbers.
  private(set) var names: [(name: String, multiplyAdds: Int)] = []

  private(set) var sweeps: [Sweep] = []
  /// What runs forward, and has to be made ready.
  private(set) var operations: [any Operation] = []
  private var open = Sweep()
  private var isEnding = false

  /// Forward to the numbers of a link, and a last step for every image.
  static func forward(
    _ operations: some Collection<any Operation>, training: Bool, to link: Link,
    last: @escaping (Place) -> Void
  ) -> Plan {
    var plan = Plan()
    plan.operations = Array(operations)
    if training {
      for operation in operations { plan.addForward(operation, training: true) }
    } else {
      plan.addInference(Array(operations), to: link)
    }
    plan.add("result") { last($0) }
    plan.close()
    return plan
  }

  /// Forward in training mode, the loss, and backward.
  static func training(_ operations: [any Operation], loss: LossHead) -> Plan {
    var plan = Plan()
    plan.operations = operations
    for operation in operations { plan.addForward(operation, training: true) }
    loss.output.isPassing =
      !loss.output.waitsForBatch && operations.last is any ImageOperation
      && operations.last?.output === loss.output
    plan.add("loss", begin: { loss.begin($0) }) { loss.run($0) }
    plan.addBackward(operations, from: loss.output)
    plan.close()
    return plan
  }

  /// Backward from the gradient that `first` leaves at the last link.
  static func backward(
    _ operations: [any Operation], from link: Link, first: @escaping (Place) -> Void
  ) -> Plan {
    var plan = Plan()
    plan.add("gradient") { first($0) }
    plan.addBackward(operations, from: link)
    plan.close()
    return plan
  }

  private mutating func addBackward(_ operations: [any Operation], from link: Link) {
    let givers = Givers(operations, from: link)
    if givers.isEmpty(link) {
      addGradientSums(of: link)
      addGradientEnd(of: link)
    }
    for operation in operations.reversed() where givers.isWanted(operation) {
      addBackward(
        operation,
        // Whose gradient is complete once this operation has given its own.
        completing: operation.inputs.filter { $0.learnsBefore }.map(\.link).filter {
          givers.last(of: $0) === operation
        })
    }
  }

  /// Forward in inference mode: a convolution finishes its numbers for the next operation where it
  /// can.
  private mutating func addInference(_ operations: [any Operation], to link: Link) {
    var isLoaded = false
    /// Numbers that are read once only need not be kept.
    func isReadOnce(_ output: Link) -> Bool {
      output !== link
        && operations.reduce(0) { $0 + $1.inputs.count { $0.link === output } } == 1
    }
    for (operation, next) in zip(operations, operations.dropFirst().map(Optional.some) + [nil]) {
      guard let convolution = operation as? ConvolutionOperation else {
        addForward(operation, training: false, isLoaded: isLoaded)
        isLoaded = false
        continue
      }
      let reader = next.flatMap {
        convolution.canFinish(for: $0) && isReadOnce(convolution.output)
          ? $0 as? any FinishedReader : nil
      }
      let wasLoaded = isLoaded
      add("\(operation.name) forward", operation.multiplyAdds) {
        convolution.forward($0, isLoaded: wasLoaded, finishedFor: reader)
      }
      isLoaded = reader != nil
    }
  }

  private mutating func addForward(
    _ operation: any Operation, training: Bool, isLoaded: Bool = false
  ) {
    let output = operation.output
    if let operation = operation as? any ImageOperation {
      add("\(operation.name) forward", operation.multiplyAdds, begin: { output.begin($0) }) {
        operation.forward($0)
      }
    } else if let operation = operation as? DenseOperation {
      if !isLoaded { add("\(operation.name) gather") { operation.gather($0) } }
      end("\(operation.name) forward", operation.multiplyAdds) {
        operation.forward(images: $0, training: training, team: $1)
      }
    }
    if training, output.waitsForBatch {
      end("\(operation.name) statistics") { output.finish(images: $0, team: $1) }
    }
  }

  private mutating func addBackward(_ operation: any Operation, completing links: [Link]) {
    if let operation = operation as? any ImageOperation {
      add(
        "\(operation.name) propagate", operation.learnsBefore ? operation.multiplyAdds : 0
      ) { operation.propagate($0) }
      // The gradient's sums come first, while the gradient is in the cache; they and `learn` read
      // the same numbers of the input.
      for link in links { addGradientSums(of: link) }
      if !operation.isFrozen {
        add("\(operation.name) learn", operation.multiplyAdds, begin: { operation.begin($0) }) {
          operation.learn($0)
        }
        after("\(operation.name) sum") { operation.finish(images: $0, team: $1) }
      }
      for link in links { addGradientEnd(of: link) }
    } else if let operation = operation as? DenseOperation {
      end(
        "\(operation.name) backward", operation.multiplyAdds * (operation.learnsBefore ? 2 : 1)
      ) { operation.backward(images: $0, team: $1) }
      for link in links {
        addGradientSums(of: link)
        addGradientEnd(of: link)
      }
    }
  }

  private mutating func addGradientSums(of link: Link) {
    add("gradient sums", begin: { link.begin($0) }) { link.collectGradient($0) }
  }

  /// Makes a link's gradient ready to be read back.
  private mutating func addGradientEnd(of link: Link) {
    if link.waitsForBatch {
      end("gradient statistics") { link.finishGradient(images: $0, team: $1) }
    } else {
      after("gradient statistics") { link.finishGradient(images: $0, team: $1) }
    }
  }

  // MARK: Sweeps

  private mutating func add(
    _ name: String, _ multiplyAdds: Int = 0, begin: ((Int) -> Void)? = nil,
    _ run: @escaping (Place) -> Void
  ) {
    if isEnding { close() }
    if let begin { open.begins.append(begin) }
    open.steps.append((names.count, run))
    names.append((name, multiplyAdds))
  }

  /// Something to do when every image is through, before any goes on.
  private mutating func end(
    _ name: String, _ multiplyAdds: Int = 0, _ run: @escaping (Int, Team) -> Void
  ) {
    open.ends.append((names.count, run))
    names.append((name, multiplyAdds))
    isEnding = true
  }

  /// Something to do when every image is through, that the next steps do not wait for.
  private mutating func after(
    _ name: String, _ multiplyAdds: Int = 0, _ run: @escaping (Int, Team) -> Void
  ) {
    open.ends.append((names.count, run))
    names.append((name, multiplyAdds))
  }

  private mutating func close() {
    guard !(open.steps.isEmpty && open.ends.isEmpty) else { return }
    sweeps.append(open)
    (open, isEnding) = (Sweep(), false)
  }
}

extension Plan {
  /// Takes every image of a batch through all sweeps, or those of this process's chunks.
  func run(images: Int, training: Bool, team: Team, stopwatch: Stopwatch? = nil) {
    for sweep in sweeps {
      nonisolated(unsafe) let sweep = sweep
      if !sweep.steps.isEmpty {
        team.forEachChunk { chunk, worker in
          for begin in sweep.begins { begin(chunk) }
          for image in part(chunk, of: chunkCount, count: images) {
            let place = Place(image: image, worker: worker, chunk: chunk, training: training)
            for step in sweep.steps {
              if let stopwatch {
                stopwatch.time(step.number, chunk: chunk) { step.run(place) }
              } else {
                step.run(place)
              }
            }
          }
        }
      }
      for end in sweep.ends {
        if let stopwatch {
          stopwatch.time(end.number, chunk: 0) { end.run(images, team) }
        } else {
          end.run(images, team)
        }
      }
    }
  }
}

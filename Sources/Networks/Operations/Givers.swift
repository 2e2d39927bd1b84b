/// Who gives gradients to which link, where several operations may read one: the last of them in the
/// network is the first to give, on the way back.
struct Givers {
  private var operations: [ObjectIdentifier: [any Operation]] = [:]
  private let wanted: Set<ObjectIdentifier>

  /// - Parameter link: whose gradient the backward pass begins with.
  init(_ all: [any Operation], from link: Link) {
    var reached: Set = [ObjectIdentifier(link)]
    var wanted: Set<ObjectIdentifier> = []
    var givers: [ObjectIdentifier: [any Operation]] = [:]
    for operation in all.reversed() where reached.contains(ObjectIdentifier(operation.output)) {
      let before = operation.inputs.filter(\.learnsBefore).map(\.link)
      let hasWeights = !operation.parameters.isEmpty || !operation.output.parameters.isEmpty
      guard !before.isEmpty || (hasWeights && !operation.isFrozen) else { continue }
      wanted.insert(ObjectIdentifier(operation))
      for input in before {
        reached.insert(ObjectIdentifier(input))
        givers[ObjectIdentifier(input), default: []].append(operation)
      }
    }
    for operation in all {
      for input in operation.inputs {
        let own = givers[ObjectIdentifier(input.link)] ?? []
        let isEnd = input.link === link
        input.link.firstGiver = isEnd ? nil : own.first
        input.link.hasSeveralGivers = own.count + (isEnd ? 1 : 0) > 1
      }
    }
    (operations, self.wanted) = (givers, wanted)
  }

  /// Whether the operation has anything to do on the way back.
  func isWanted(_ operation: any Operation) -> Bool {
    wanted.contains(ObjectIdentifier(operation))
  }

  /// Whether no operation gives the link a gradient.
  func isEmpty(_ link: Link) -> Bool { operations[ObjectIdentifier(link)] == nil }

  /// The operation after which the link's gradient is complete.
  func last(of link: Link) -> (any Operation)? { operations[ObjectIdentifier(link)]?.last }
}

internal import Console
package import Yams

/// Steps of a pipeline that are repeated, each time with other values for some variables.
///
///     - for: {seed: [1, 2, 3]}
///       steps:
///         - pretrain: {inputs: cutouts, seed: $seed, out: seed-$seed.safetensors}
///
/// `for` holds one variable with its values; or, where several change together, a list:
///
///     - for: [{name: slow, rate: 0.0005}, {name: fast, rate: 0.005}]
package struct PipelineLoop {
  /// What the variables stand for, round by round.
  package let rounds: [[String: String]]
  package let steps: [PipelineStep]

  /// The loop that a node describes; nil if it describes something else.
  package init?(_ node: Node, path: String) throws {
    guard let mapping = node.mapping, let values = mapping["for"] else { return nil }
    let place = node.mark.map { " in line \($0.line)" } ?? ""
    let list = mapping["steps"]?.sequence ?? []
    guard mapping.count == 2, !list.isEmpty else {
      throw CommandFailure(
        "cannot read the pipeline \(path): a loop\(place) needs `for:` and `steps:`, nothing else")
    }
    guard let rounds = Self.rounds(values) else {
      throw CommandFailure(
        "cannot read the pipeline \(path): the `for`\(place) must look like {seed: [1, 2]} or "
          + "[{rate: 1, epochs: 2}, {rate: 2, epochs: 1}], with names of letters")
    }
    guard rounds.count * list.count <= Self.mostSteps else {
      throw CommandFailure(
        "cannot read the pipeline \(path): the loop\(place) makes \(rounds.count * list.count) steps, "
          + "more than \(Self.mostSteps)")
    }
    self.rounds = rounds
    steps = try list.map { try PipelineStep($0, path: path) }
  }

  package static let mostSteps = 10_000

  /// Every round's steps, one round after the other.
  package var unrolled: [PipelineStep] {
    rounds.flatMap { values in steps.map { $0.replacing(values) } }
  }

  private static func rounds(_ node: Node) -> [[String: String]]? {
    let rounds: [[String: String]]
    if let mapping = node.mapping, let only = mapping.first, mapping.count == 1,
      let name = only.key.string, let values = only.value.sequence
    {
      rounds = values.compactMap { value in value.string.map { [name: $0] } }
      guard rounds.count == values.count else { return nil }
    } else if let list = node.sequence {
      rounds = list.compactMap { round in
        let pairs = round.mapping?.map { ($0.key.string ?? "", $0.value.string) }
        return pairs.map { Dictionary($0) { first, _ in first }.compactMapValues { $0 } }
      }
      guard rounds.count == list.count,
        zip(rounds, list).allSatisfy({ $0.count == $1.mapping?.count })
      else { return nil }
    } else {
      return nil
    }
    let names = Set(rounds.flatMap(\.keys))
    let areNames = names.allSatisfy { name in
      !name.isEmpty && name.allSatisfy(\.isLetter) && !["DATA", "HERE"].contains(name)
    }
    guard !rounds.isEmpty, areNames, rounds.allSatisfy({ Set($0.keys) == names }) else {
      return nil
    }
    return rounds
  }
}

extension PipelineStep {
  /// The step with `$name` replaced wherever it stands.
  fileprivate func replacing(_ values: [String: String]) -> PipelineStep {
    // Longer names first, so that $rates is not taken for $rate.
    let names = values.keys.sorted { ($1.count, $0) < ($0.count, $1) }
    func text(_ text: String) -> String {
      names.reduce(text) { $0.replacing("$\($1)", with: values[$1] ?? "") }
    }
    var step = PipelineStep(title: text(title), inputs: inputs.map(text))
    for option in options {
      switch option.value {
      case .text(let value): step.set(option.name, to: text(value))
      case .list(let items):
        step.options.append(Option(name: option.name, value: .list(items.map(text))))
      case .flag: step.options.append(option)
      }
    }
    return step
  }
}

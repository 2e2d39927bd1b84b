public import Tensors

/// Judging by others' folds: whatever learns, every source is answered by what was learned without
/// it. A learner is only handed sources to learn from, and only asked about the rest.
extension Folds {
  /// Part after part: learns from the other parts, then answers for this one.
  ///
  /// - Parameters:
  ///   - judging: how many parts are answered for, from the first on; nil for all.
  ///   - fit: learns from the sources of the given numbers, so that `part` can be judged; nil if
  ///     nothing can be learned from them.
  ///   - judge: one answer for each of the given sources, in their order.
  /// - Returns: one for every source; nil where none was learned or asked for.
  public func outOfFold<Learner, Answer, Failure: Error>(
    judging: Int? = nil,
    fit: (_ part: Int, _ learned: [Int]) throws(Failure) -> Learner?,
    judge: (_ learner: Learner, _ judged: [Int]) throws(Failure) -> [Answer]
  ) throws(Failure) -> [Answer?] {
    var found = [Answer?](repeating: nil, count: parts.count)
    for part in 0..<min(judging ?? count, count) {
      let (judged, learned) = split(part)
      guard !judged.isEmpty, let learner = try fit(part, learned) else { continue }
      place(try judge(learner, judged), of: judged, in: &found)
    }
    return found
  }

  /// The same with several learners for every part, which differ in their seeds, say: all of them
  /// side by side.
  ///
  /// - Returns: `[member][source]`.
  public func outOfFold<Learner, Answer: Sendable, Failure: Error>(
    members: Int, workers: Workers,
    fit: @Sendable (_ member: Int, _ learned: [Int]) throws(Failure) -> Learner,
    judge: @Sendable (_ learner: Learner, _ judged: [Int]) throws(Failure) -> [Answer]
  ) throws(Failure) -> [[Answer?]] {
    let splits = (0..<count).map(split)
    let outcomes = workers.map(count * members) { job in
      Result { () throws(Failure) -> [Answer] in
        let (judged, learned) = splits[job / members]
        guard !judged.isEmpty else { return [] }
        return try judge(try fit(job % members, learned), judged)
      }
    }
    var found = [[Answer?]](
      repeating: [Answer?](repeating: nil, count: parts.count), count: members)
    for (job, outcome) in outcomes.enumerated() {
      place(try outcome.get(), of: splits[job / members].judged, in: &found[job % members])
    }
    return found
  }

  private func place<Answer>(_ answers: [Answer], of judged: [Int], in found: inout [Answer?]) {
    precondition(answers.count == judged.count, "every source that is judged has one answer")
    for (source, answer) in zip(judged, answers) { found[source] = answer }
  }
}

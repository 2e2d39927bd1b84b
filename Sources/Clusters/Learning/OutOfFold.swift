public import Ranks
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
      let answers = try judge(learner, judged)
      precondition(answers.count == judged.count, "every source that is judged has one answer")
      for (source, answer) in zip(judged, answers) { found[source] = answer }
    }
    return found
  }

  /// The same with several learners for every part, which differ in their seeds, say: all of them
  /// side by side, on threads and on processes that have some each.
  ///
  /// - Returns: `[member][source]`.
  public func outOfFold<Learner, Answer: BitwiseCopyable & Sendable, Failure: Error>(
    members: Int, workers: Workers, ranks: Ranks = .alone,
    fit: @Sendable (_ member: Int, _ learned: [Int]) throws(Failure) -> Learner,
    judge: @Sendable (_ learner: Learner, _ judged: [Int]) throws(Failure) -> [Answer]
  ) throws(Failure) -> [[Answer?]] {
    let splits = (0..<count).map(split)
    let own = ranks.own(of: count * members)
    let outcomes = workers.map(own.count) { place in
      let job = own.lowerBound + place
      return Result { () throws(Failure) -> [Answer] in
        let (judged, learned) = splits[job / members]
        guard !judged.isEmpty else { return [] }
        let answers = try judge(try fit(job % members, learned), judged)
        precondition(answers.count == judged.count, "every source that is judged has one answer")
        return answers
      }
    }
    var answers: [Answer] = []
    for outcome in outcomes { answers += try outcome.get() }
    func counts(_ jobs: Range<Int>) -> Int {
      jobs.reduce(0) { $0 + splits[$1 / members].judged.count }
    }
    ranks.join(&answers) { counts(ranks.part(of: count * members, $0)) }
    var found = [[Answer?]](
      repeating: [Answer?](repeating: nil, count: parts.count), count: members)
    var rest = answers[...]
    for job in 0..<count * members {
      let judged = splits[job / members].judged
      for (source, answer) in zip(judged, rest.prefix(judged.count)) {
        found[job % members][source] = answer
      }
      rest = rest.dropFirst(judged.count)
    }
    return found
  }
}

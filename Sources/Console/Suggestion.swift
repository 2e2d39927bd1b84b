/// "did you mean …?" for a mistyped word.
package enum Suggestion {
  /// The hint to append to an error message; empty where nothing comes near.
  package static func text(for word: String, among candidates: [String]) -> String {
    let nearest = candidates.map { ($0, distance(word, $0)) }.min { $0.1 < $1.1 }
    guard let (candidate, _) = nearest, isNear(word, candidate) else {
      let list = candidates.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      return list.isEmpty ? "" : "; there are: \(list.joined(separator: ", "))"
    }
    return "; did you mean \(candidate)?"
  }

  /// Whether one may have been meant by the other.
  package static func isNear(_ word: String, _ candidate: String) -> Bool {
    distance(word, candidate) <= max(2, word.count / 3)
  }

  /// How many letters must be added, dropped or replaced (Levenshtein 1966).
  package static func distance(_ from: String, _ to: String) -> Int {
    let target = Array(to)
    var row = Array(0...target.count)
    for (line, letter) in from.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for (column, other) in target.enumerated() {
        let replaced = diagonal + (letter == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[target.count]
  }
}

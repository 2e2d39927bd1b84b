package import Clusters

extension Confusion {
  /// A line for the names of the predicted classes, then a line for every true class.
  package var csv: String {
    let names = names.map(CSVText.cell)
    let header = (["true\\predicted"] + names).joined(separator: ",")
    return zip(names, counts).reduce(header + "\n") { text, line in
      text + ([line.0] + line.1.map { "\($0)" }).joined(separator: ",") + "\n"
    }
  }
}
